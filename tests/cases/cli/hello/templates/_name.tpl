{{- define "hello.name" -}}
{{ .Release.Name }}-{{ .Chart.Name }}
{{- end }}
