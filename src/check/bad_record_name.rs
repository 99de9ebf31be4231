//! Names that Prometheus would refuse.

use super::Check;
use super::view::View;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::value::{MetricName, Scalar};

const CODE: Code = Code::new("bad-record-name");

pub(super) const CHECK: Check = Check {
    code: CODE,
    severity: Severity::Error,
    summary: "a recording rule's name is not a metric name",
    run,
};

fn run(view: &View<'_>, found: &mut Diagnostics) {
    for part in &view.stack.parts {
        for recording in &part.recordings {
            let Err(error) = MetricName::parse(&recording.record) else { continue };
            let message = format!(
                "`{}` cannot be the name of a recording rule, which {}",
                recording.record, error.reason
            );
            found.push(
                Diagnostic::error(CODE, message)
                    .at(view.line(recording.span), "of this expression")
                    .help("the usual form is level:metric:operation, for example `job:http_requests:rate5m`"),
            );
        }
    }
}
