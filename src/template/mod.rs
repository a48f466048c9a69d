//! Go text/template as Helm runs it: lexer, parser, evaluator, functions, output-to-source map.

mod limits;

pub use limits::Limits;
