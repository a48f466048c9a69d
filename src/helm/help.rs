//! What Helm prints when it is asked for a subcommand that it does not know.

use crate::story::HelmVersion;

const ABOUT_GET: &str = "
This command consists of multiple subcommands which can be used to
get extended information about the release, including:

- The values used to generate the release
- The generated manifest file
- The notes provided by the chart of the release
- The hooks associated with the release

Usage:
  helm get [command]

Available Commands:
  all         download all information for a named release
  hooks       download all hooks for a named release
  manifest    download the manifest for a named release
  notes       download the notes for a named release
  values      download the values file for a named release

Flags:
  -h, --help   help for get

Global Flags:
";

/// A global flag: its name and type, what it is for, and the releases that have it.
type Global = (&'static str, &'static str, HelmVersion, HelmVersion);

const OLDEST: HelmVersion = HelmVersion::new(3, 0, 0);
const V3_2: HelmVersion = HelmVersion::new(3, 2, 0);
const V3_4: HelmVersion = HelmVersion::new(3, 4, 0);
const V3_5: HelmVersion = HelmVersion::new(3, 5, 0);
const V3_8: HelmVersion = HelmVersion::new(3, 8, 0);
const V3_10: HelmVersion = HelmVersion::new(3, 10, 0);
const NEVER: HelmVersion = HelmVersion::new(u16::MAX, 0, 0);

#[rustfmt::skip]
const GLOBALS: &[Global] = &[
    ("      --add-dir-header", "If true, adds the file directory to the header", OLDEST, V3_4),
    ("      --alsologtostderr", "log to standard error as well as files", OLDEST, V3_4),
    ("      --burst-limit int", "client-side default throttling limit (default 100)", V3_10, NEVER),
    ("      --debug", "enable verbose output", OLDEST, NEVER),
    ("      --kube-apiserver string", "the address and the port for the Kubernetes API server", V3_2, NEVER),
    ("      --kube-as-group stringArray", "Group to impersonate for the operation, this flag can be repeated to specify multiple groups.", V3_4, V3_5),
    ("      --kube-as-group stringArray", "group to impersonate for the operation, this flag can be repeated to specify multiple groups.", V3_5, NEVER),
    ("      --kube-as-user string", "Username to impersonate for the operation", V3_4, V3_5),
    ("      --kube-as-user string", "username to impersonate for the operation", V3_5, NEVER),
    ("      --kube-ca-file string", "the certificate authority file for the Kubernetes API server connection", V3_5, NEVER),
    ("      --kube-context string", "name of the kubeconfig context to use", OLDEST, NEVER),
    ("      --kube-insecure-skip-tls-verify", "if true, the Kubernetes API server's certificate will not be checked for validity. This will make your HTTPS connections insecure", V3_10, NEVER),
    ("      --kube-tls-server-name string", "server name to use for Kubernetes API server certificate validation. If it is not provided, the hostname used to contact the server is used", V3_10, NEVER),
    ("      --kube-token string", "bearer token used for authentication", V3_2, NEVER),
    ("      --kubeconfig string", "path to the kubeconfig file", OLDEST, NEVER),
    ("      --log-backtrace-at traceLocation", "when logging hits line file:N, emit a stack trace (default :0)", OLDEST, V3_4),
    ("      --log-dir string", "If non-empty, write log files in this directory", OLDEST, V3_4),
    ("      --log-file string", "If non-empty, use this log file", OLDEST, V3_4),
    ("      --log-file-max-size uint", "Defines the maximum size a log file can grow to. Unit is megabytes. If the value is 0, the maximum file size is unlimited. (default 1800)", OLDEST, V3_4),
    ("      --logtostderr", "log to standard error instead of files (default true)", OLDEST, V3_4),
    ("  -n, --namespace string", "namespace scope for this request", OLDEST, NEVER),
    ("      --registry-config string", "path to the registry config file (default \"~/.config/helm/registry.json\")", OLDEST, V3_8),
    ("      --registry-config string", "path to the registry config file (default \"~/.config/helm/registry/config.json\")", V3_8, NEVER),
    ("      --repository-cache string", "path to the file containing cached repository indexes (default \"~/.cache/helm/repository\")", OLDEST, NEVER),
    ("      --repository-config string", "path to the file containing repository names and URLs (default \"~/.config/helm/repositories.yaml\")", OLDEST, NEVER),
    ("      --skip-headers", "If true, avoid header prefixes in the log messages", OLDEST, V3_4),
    ("      --skip-log-headers", "If true, avoid headers when opening log files", OLDEST, V3_4),
    ("      --stderrthreshold severity", "logs at or above this threshold go to stderr (default 2)", OLDEST, V3_4),
    ("  -v, --v Level", "number for the log level verbosity", OLDEST, V3_4),
    ("      --vmodule moduleSpec", "comma-separated list of pattern=N settings for file-filtered logging", OLDEST, V3_4),
];

/// The help of `helm get` of a version that lacks one of the newer subcommands.
pub(super) fn of_get(helm: HelmVersion) -> String {
    let known: Vec<&Global> = GLOBALS.iter().filter(|(_, _, from, before)| *from <= helm && helm < *before).collect();
    let width = known.iter().map(|(name, ..)| name.len()).max().unwrap_or_default();
    let flags: String = known.iter().map(|(name, what, ..)| format!("{name:<width$}   {what}\n")).collect();
    format!("{ABOUT_GET}{flags}\nUse \"helm get [command] --help\" for more information about a command.\n")
}
