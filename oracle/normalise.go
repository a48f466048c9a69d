package main

// Taking everything out of texts that differs from run to run.

import (
	"encoding/json"
	"regexp"
	"sort"
	"strings"
)

type rule struct {
	re *regexp.Regexp
	to string
}

var rules = []rule{
	{regexp.MustCompile(`https?://127\.0\.0\.1:\d+`), "http://SERVER"},
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "SERVER"},
	{regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`), "UID"},
	{regexp.MustCompile(`\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?[+-]\d\d:?\d\d| ?Z| UTC)*`), "TIME"},
	{regexp.MustCompile(`\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d \d{4}`), "TIME"},
	{regexp.MustCompile(`(?m)^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ `), "KLOG "},
	{regexp.MustCompile(`^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d `), "TIME "},
	{regexp.MustCompile(` +\t`), "\t"}, // widths of table columns
	{regexp.MustCompile(`resourceVersion: ?"?\d+"?`), "resourceVersion: N"},
	{regexp.MustCompile(`\b(createdAt|modifiedAt)=\d+`), "$1=TIME"},
	{regexp.MustCompile(`(?m)( {2,})\d+[smh]$`), "${1}AGE"},
	// The API server prints a whole pod template, with the fields of its version.
	{regexp.MustCompile(`Invalid value: \{.{150,}?\}: field is immutable`), "Invalid value: {...}: field is immutable"},
	// It also shows by line how a Pod that may not change would have changed.
	{regexp.MustCompile(`(\\n@@ -\d+(,\d+)? \+\d+(,\d+)? @@(\\n[ +-][ {}](?:[^"\\]|\\[^n])*)*)+(\\n)?`), ""}, // quoted
	{regexp.MustCompile(`(\n@@ -\d+(,\d+)? \+\d+(,\d+)? @@(\n[ +-][ {}].*)*)+\n?`), ""},
	{regexp.MustCompile(`\b\d+\.\d+(ms|s|µs)\b`), "DURATION"},
}

// Normaliser replaces what belongs to one run.
type Normaliser struct {
	pairs     []string
	generated int // names made by generateName so far
}

func (n *Normaliser) text(s string) string {
	s = strings.NewReplacer(n.pairs...).Replace(s)
	for _, r := range rules {
		s = r.re.ReplaceAllString(s, r.to)
	}
	return s
}

func (n *Normaliser) lines(s string) []string {
	var out []string
	for _, l := range strings.Split(n.text(s), "\n") {
		out = append(out, strings.TrimRight(l, " \t\r"))
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	// Errors of requests that ran at the same time come in any order.
	for i := 0; i < len(out); {
		j := i
		for j < len(out) && strings.HasPrefix(out[j], "\t* ") {
			j++
		}
		sort.Strings(out[i:j])
		i = j + 1
	}
	return out
}

// stderr splits Helm's error output into notes and the error proper.
func (n *Normaliser) stderr(s string) (errText string, notes []string) {
	l := n.lines(s)
	for i, line := range l {
		if strings.HasPrefix(line, "Error: ") {
			return strings.TrimSpace(strings.Join(l[i:], "\n")), notes
		}
		// A watch that the load on the machine has broken, or that ends with the wait
		// it belongs to (client-go 0.33 and 0.34), says nothing about Helm.
		cut := strings.Contains(line, "Failed to watch") && strings.Contains(line, "context canceled")
		if line != "" && !cut && !strings.Contains(line, "watch ended with error") {
			notes = append(notes, line)
		}
	}
	return "", notes
}

func deepCopy(o Obj) Obj {
	j, _ := json.Marshal(o)
	var c Obj
	_ = json.Unmarshal(j, &c)
	return c
}
