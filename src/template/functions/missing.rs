//! Functions Helm has and the playground does not compute: calls are reported and give nothing.

use super::{Body, Function, Param};

const fn missing(name: &'static str) -> Function {
    Function { name, params: &[], rest: Some(Param::Any), body: Body::Missing }
}

pub(super) const FUNCTIONS: &[Function] = &[missing("derivePassword")];
