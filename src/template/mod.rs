//! Go text/template as Helm runs it: lexer, parser, evaluator, functions, output-to-source map.
