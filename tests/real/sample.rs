//! A tiny stack made by hand, with everything a check looks at.

/// Path and text of each file.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("docker-compose.monitoring.yml", COMPOSE),
    ("prometheus/prometheus.yml", PROMETHEUS),
    ("prometheus/rules/node.yml", RULES),
    ("prometheus/tests/node.yml", TESTS),
    ("alertmanager/alertmanager.yml", ALERTMANAGER),
    ("alertmanager/templates/mail.tmpl", "{{ define \"mail\" }}{{ .Status }}{{ end }}\n"),
    ("blackbox/blackbox.yml", "modules:\n  http_2xx:\n    prober: http\n    timeout: 5s\n"),
    ("caddy/Caddyfile", CADDYFILE),
];

const COMPOSE: &str = r#"name: sample
services:
  prometheus:
    image: prom/prometheus:v3.13.2
    ports: ["127.0.0.1:9090:9090"]
    volumes: ["./prometheus:/etc/prometheus:ro", "data:/prometheus"]
    secrets: [backend]
  alertmanager:
    image: prom/alertmanager:v0.34.0
    volumes: ["./alertmanager:/etc/alertmanager:ro", "../secrets:/etc/secrets:ro"]
  blackbox:
    image: prom/blackbox-exporter:v0.28.0
    volumes: ["./blackbox:/etc/blackbox:ro"]
  caddy:
    image: caddy:2.11.4
    ports: ["127.0.0.1:8443:443"]
    volumes: ["./caddy:/etc/caddy:ro", "../secrets:/etc/secrets:ro"]
volumes:
  data: {}
secrets:
  backend:
    file: ../secrets/backend
"#;

const PROMETHEUS: &str = "global:
  scrape_interval: 15s
rule_files:
  - /etc/prometheus/rules/*.yml
scrape_configs:
  - job_name: backend
    basic_auth:
      username: prometheus
      password_file: /run/secrets/backend
    static_configs:
      - targets: [backend:8080]
";

const RULES: &str = "groups:
  - name: node
    rules:
      - alert: TargetDown
        expr: up == 0
        for: 5m
        annotations:
          summary: '{{ $labels.instance }} is down'
";

const TESTS: &str = "rule_files:
  - ../rules/node.yml
tests:
  - interval: 1m
    input_series:
      - series: up{instance=\"a\"}
        values: 0x10
    alert_rule_test:
      - alertname: TargetDown
        eval_time: 4m
        exp_alerts: []
      - alertname: TargetDown
        eval_time: 5m
        exp_alerts:
          - exp_labels: {instance: a}
            exp_annotations: {summary: a is down}
";

const ALERTMANAGER: &str = "route:
  receiver: slack
templates:
  - /etc/alertmanager/templates/*.tmpl
receivers:
  - name: slack
    slack_configs:
      - api_url_file: /etc/secrets/slack
        channel: '#alerts'
";

const CADDYFILE: &str = "{
\tauto_https disable_redirects
}
monitoring.example.org {
\ttls internal
\tbasic_auth {
\t\timport /etc/secrets/caddy-users
\t}
\treverse_proxy grafana:3000
}
";
