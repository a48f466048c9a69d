package main

// From raw requests to the canonical list of events.

import (
	"fmt"
	"sort"
	"strings"
	"time"
)

// Event is one step of an operation.
type Event struct {
	Do          string            `json:"do"`
	Object      string            `json:"object,omitempty"`
	Objects     []string          `json:"objects,omitempty"`
	Namespace   string            `json:"namespace,omitempty"` // only when it is not the release's
	Role        string            `json:"role,omitempty"`      // hook, crd, namespace; none for manifest resources
	Result      string            `json:"result,omitempty"`
	Propagation string            `json:"propagation,omitempty"`
	Type        string            `json:"type,omitempty"` // of a patch
	Force       bool              `json:"force,omitempty"`
	DryRun      bool              `json:"dry_run,omitempty"`
	For         string            `json:"for,omitempty"`
	Until       string            `json:"until,omitempty"`
	Revision    int               `json:"revision,omitempty"`
	Status      string            `json:"status,omitempty"`
	Description string            `json:"description,omitempty"`
	ApplyMethod string            `json:"apply_method,omitempty"`
	Hooks       map[string]string `json:"hooks,omitempty"`

	start, end time.Time
	kind       string
	res        string
	hook       int // number of the hook an object belongs to
}

// Recorder turns requests into events; it remembers records across operations.
type Recorder struct {
	api     *API
	world   *World
	ns      string
	release string
	phases  map[int]map[string]string // revision -> hook -> phase
	last    map[int]*Release
	hooks   map[string]int // Kind/name of every hook object ever stored -> number of the hook
}

func newRecorder(api *API, w *World, ns, release string) *Recorder {
	return &Recorder{api: api, world: w, ns: ns, release: release, phases: map[int]map[string]string{}, last: map[int]*Release{}, hooks: map[string]int{}}
}

// role tells hooks and the rest apart. Manifest resources carry Helm's
// ownership annotation, hooks do not and are in a stored release.
func (rc *Recorder) role(r *Request) string {
	const owner = "meta.helm.sh/release-name"
	if r.Body.str("metadata", "annotations", owner) != "" {
		return ""
	}
	if r.Verb == "update" || r.Verb == "patch" && r.PatchType != "apply" {
		return "" // hooks are only created, applied and deleted
	}
	_, hook := rc.hooks[r.ref()]
	if r.Verb == "delete" && hook && r.Before.str("metadata", "annotations", owner) != "" {
		// The object belongs to the manifest too.
		if rc.status() == "uninstalling" {
			return ""
		}
		return "hook"
	}
	if hook || r.Name != "" && r.Body.str("metadata", "annotations", "helm.sh/hook") != "" {
		return "hook"
	}
	if r.Verb != "delete" && r.Before.str("metadata", "annotations", owner) == "" {
		switch r.Kind {
		case "CustomResourceDefinition":
			return "crd"
		case "Namespace":
			return "namespace"
		}
	}
	return ""
}

func rejected(r *Request) string {
	s := fmt.Sprintf("rejected %d", r.Code)
	if r.Reason != "" {
		s += " " + r.Reason
	}
	return s
}

func (rc *Recorder) event(r *Request) Event {
	e := Event{Object: r.ref(), Role: rc.role(r), start: r.Start, end: r.End, kind: r.Kind, res: r.Group + "/" + r.Res, DryRun: r.DryRun}
	e.hook = rc.hooks[r.ref()]
	if r.Subresource != "" {
		e.Object += "/" + r.Subresource
	}
	if r.Namespace != "" && r.Namespace != rc.ns {
		e.Namespace = r.Namespace
	}
	ok := r.Code < 300 && r.Code > 0
	same := r.Before != nil && r.Before.str("metadata", "resourceVersion") == r.After.str("metadata", "resourceVersion")
	changed := "changed"
	if same {
		changed = "unchanged"
	}
	switch r.Verb {
	case "create":
		e.Do, e.Result = "create", "created"
		if r.Code == 409 && r.Reason == "AlreadyExists" {
			e.Result = "already-exists"
		} else if !ok {
			e.Result = rejected(r)
		}
	case "patch":
		e.Do, e.Result = "patch", changed
		if r.PatchType == "apply" {
			e.Do = "apply"
			e.Force = r.Query["force"] == "true"
		} else {
			e.Type = r.PatchType
		}
		if r.Code == 201 {
			e.Result = "created"
		} else if !ok {
			e.Result = rejected(r)
		}
	case "update":
		e.Do, e.Result = "replace", changed
		if !ok {
			e.Result = rejected(r)
		}
	case "delete":
		e.Do, e.Propagation, e.Result = "delete", r.Propagation, "deleted"
		switch {
		case r.Code == 404:
			e.Result = "not-found"
		case !ok:
			e.Result = rejected(r)
		case r.StillThere:
			e.Result = "terminating"
		}
	default:
		e.Do, e.Result = r.Verb, fmt.Sprint(r.Code)
	}
	if r.Cut {
		e.Result = "cut"
	}
	return e
}

// record makes the event of a write to a release record.
func (rc *Recorder) record(r *Request) Event {
	e := Event{Do: "record", start: r.Start, end: r.End}
	ok := r.Code < 300 && r.Code > 0
	if !ok {
		e.Result = rejected(r)
	}
	if r.Cut {
		e.Result = "cut"
	}
	if r.Verb == "delete" {
		e.Do = "forget"
		fmt.Sscan(trimRecordName(r.Name), &e.Revision)
		if ok {
			rc.forget(e.Revision)
		}
		return e
	}
	rel, err := decodeRelease(r.Body)
	if err != nil {
		e.Description = "undecodable: " + err.Error()
		return e
	}
	e.Revision, e.Status = rel.Revision, rel.Status
	old := rc.last[rel.Revision]
	if old == nil || old.Description != rel.Description {
		e.Description = rel.Description
	}
	if old == nil {
		e.ApplyMethod = rel.ApplyMethod
	}
	for ref, i := range rel.HookObjects {
		rc.hooks[ref] = i
	}
	ph := rel.hookPhases()
	for k, v := range ph {
		if rc.phases[rel.Revision][k] != v {
			if e.Hooks == nil {
				e.Hooks = map[string]string{}
			}
			e.Hooks[k] = v
		}
	}
	for k := range rc.phases[rel.Revision] {
		if _, still := ph[k]; !still {
			if e.Hooks == nil {
				e.Hooks = map[string]string{}
			}
			e.Hooks[k] = "(not in this record)"
		}
	}
	if ok {
		rc.phases[rel.Revision], rc.last[rel.Revision] = ph, rel
	}
	return e
}

// looksForLogs tells whether Helm lists the pods of a hook to show their logs: of a Job by label, of a Pod by name, and
// then, unlike one who waits for it, without watching.
func (r *Request) looksForLogs(next []*Request) bool {
	if r.Kind != "Pod" || r.Verb != "list" {
		return false
	}
	if strings.HasPrefix(r.Query["labelSelector"], "job-name=") {
		return true
	}
	selector := r.Query["fieldSelector"]
	for _, n := range next {
		if n.Kind == "Pod" && n.Verb == "watch" && n.Query["fieldSelector"] == selector {
			return false
		}
		if n.mutating() {
			break
		}
	}
	return strings.HasPrefix(selector, "metadata.name=")
}

// waits says which waiting an operation asked for.
type waits struct {
	manifests bool // waits for the manifest's resources
	v3        bool
	legacy    bool // by Helm 4's strategy of that name
	timeout   time.Duration
}

// legacyAsks has the kinds of which the strategy legacy asks whether they are ready (pkg/kube/ready.go).
var legacyAsks = map[string]bool{"Pod": true, "Job": true, "Deployment": true, "PersistentVolumeClaim": true, "Service": true, "DaemonSet": true,
	"CustomResourceDefinition": true, "StatefulSet": true, "ReplicationController": true, "ReplicaSet": true}

// events makes the canonical list.
func (rc *Recorder) events(reqs []*Request, w waits, exit time.Time) []Event {
	var out []Event
	var reads []*Request // since the last change
	var group []int      // indexes in out of the latest run of changes
	var deletedRun []int
	recorded := false
	told := "" // the status of the last record that Helm wrote, or tried to
	readSinceRecord := map[string]int{}
	waitedManifests := false

	written := map[string]bool{} // manifest resources that this operation has written

	flush := func(end time.Time, next *Request) {
		if len(reads) == 0 || len(out) == 0 {
			reads = nil
			return
		}
		begin := out[len(out)-1].end
		until := func(fallback string) string {
			if end.Sub(begin) >= w.timeout-150*time.Millisecond {
				return "timeout"
			}
			return fallback
		}
		sees := func(e Event, watchOnly bool) bool {
			_, name := splitRef(e.Object)
			for _, q := range reads {
				if q.Group+"/"+q.Res == e.res && (q.Name == "" || q.Name == name) && (q.Verb == "list" || q.Verb == "watch" || (!watchOnly && q.Verb == "get")) {
					return true
				}
			}
			return false
		}
		added := false
		// hooks and CRDs becoming ready
		for _, i := range group {
			e := out[i]
			if (e.Role != "hook" && e.Role != "crd") || e.Do == "delete" || strings.HasPrefix(e.Result, "rejected") || e.Result == "already-exists" && e.Role != "crd" || !sees(e, e.Role == "hook") {
				continue
			}
			st := rc.world.stateAt(e.Object, end)
			switch st {
			case "created", "":
				st = "exists"
			}
			if e.Role == "crd" {
				st = "established"
			}
			out = append(out, Event{Do: "wait", For: "ready", Object: e.Object, Role: e.Role, Until: until(st), start: begin, end: end, kind: e.kind, hook: e.hook})
			added = true
		}
		// deleted objects going away
		var goneHook []Event
		var goneOther []string
		for _, i := range deletedRun {
			if e := out[i]; sees(e, false) && !strings.HasPrefix(e.Result, "rejected") {
				if e.Role == "hook" {
					goneHook = append(goneHook, e)
				} else {
					goneOther = append(goneOther, e.Object)
				}
			}
		}
		sort.Strings(goneOther)
		for _, g := range goneHook {
			out = append(out, Event{Do: "wait", For: "gone", Object: g.Object, Role: "hook", Until: until("gone"), start: begin, end: end, kind: g.kind, hook: g.hook})
			added = true
		}
		if len(goneOther) > 0 && w.manifests && told == "uninstalling" {
			out = append(out, Event{Do: "wait", For: "gone", Objects: goneOther, Until: until("gone"), start: begin, end: end})
			added = true
		}
		// The manifest's resources becoming ready: only where Helm is through with them.
		through := next == nil || rc.isRecord(next) || rc.role(next) == "hook"
		if w.manifests && recorded && !added && !waitedManifests && through && !strings.HasSuffix(rc.status(), "ed") {
			for _, q := range reads {
				if next != nil && q.ref() == next.ref() {
					continue // Helm looks at what it is about to remove
				}
				if q.Verb == "list" || q.Verb == "watch" || q.Verb == "get" && (written[q.ref()] || (w.v3 || w.legacy && legacyAsks[q.Kind]) && readSinceRecord[q.ref()] > 1) {
					out = append(out, Event{Do: "wait", For: "manifest", Until: until("done"), start: begin, end: end})
					waitedManifests = true
					break
				}
			}
		}
		reads = nil
	}

	for at, r := range reqs {
		if !r.Object || r.Subresource == "log" || r.looksForLogs(reqs[at+1:]) {
			continue
		}
		isRecord := rc.isRecord(r)
		if !r.mutating() {
			if r.Kind == "Secret" && (strings.Contains(r.Query["labelSelector"], "owner=helm") || trimRecordName(r.Name) != "") {
				continue
			}
			if r.Verb == "get" {
				readSinceRecord[r.ref()]++
			}
			reads = append(reads, r)
			continue
		}
		flush(r.Start, r)
		var e Event
		if isRecord {
			before := rc.status()
			e = rc.record(r)
			told = e.Status
			if now := rc.status(); now != before && strings.HasPrefix(now, "pending-") {
				// A new revision (with a nested rollback there is a second one).
				readSinceRecord, written, waitedManifests = map[string]int{}, map[string]bool{}, false
			}
			recorded = true
		} else {
			e = rc.event(r)
			if e.Role == "" && e.Do != "delete" {
				written[r.ref()] = true
			}
		}
		out = append(out, e)
		i := len(out) - 1
		if isRecord {
			group, deletedRun = nil, nil
			continue
		}
		// A run of changes goes on as long as nothing was waited for and no record was written.
		if len(group) > 0 && out[i-1].Do == "wait" {
			group, deletedRun = nil, nil
		}
		group = append(group, i)
		if e.Do == "delete" {
			deletedRun = append(deletedRun, i)
		} else {
			deletedRun = nil
		}
	}
	flush(exit, nil)
	return sortBatches(out)
}

func (rc *Recorder) isRecord(r *Request) bool {
	return r.Kind == "Secret" && (isReleaseSecret(r.Body) || trimRecordName(r.Name) != "")
}

// forget is for a revision whose record is gone, whoever deleted it.
func (rc *Recorder) forget(revision int) {
	delete(rc.phases, revision)
	delete(rc.last, revision)
}

func (rc *Recorder) status() string {
	best := 0
	for v := range rc.last {
		if v > best {
			best = v
		}
	}
	if best == 0 {
		return ""
	}
	return rc.last[best].Status
}

// sortBatches puts requests that Helm sends at the same time into a fixed
// order: while an install is under way creates, while an uninstall is under way
// deletes (and those of a clean-up after a failure), of resources of one kind that follow each other, are sorted by name;
// so are the objects of one hook (a List).
// Everything else is sent one by one, so its order is Helm's own.
func sortBatches(ev []Event) []Event {
	phase := ""
	for i := 0; i < len(ev); {
		e := ev[i]
		if e.Do == "record" {
			phase = e.Status
		}
		par := e.Role == "hook" && (e.Do == "create" || e.Do == "apply" || e.Do == "delete" || e.Do == "wait") ||
			e.Role != "hook" && (phase == "pending-install" && (e.Do == "create" || e.Do == "apply") || (phase == "uninstalling" || phase == "failed") && e.Do == "delete")
		j := i + 1
		if par {
			for j < len(ev) && ev[j].Do == e.Do && ev[j].For == e.For && ev[j].kind == e.kind && ev[j].Role == e.Role && (e.Role != "hook" || ev[j].hook == e.hook) {
				j++
			}
			sort.SliceStable(ev[i:j], func(a, b int) bool { return ev[i+a].Object < ev[i+b].Object })
		}
		i = j
	}
	return ev
}

func splitRef(ref string) (kind, name string) {
	kind, name, _ = strings.Cut(ref, "/")
	return
}
