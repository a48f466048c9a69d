// Makes tests/cluster/patches.jsonl: reads objects as they were sent, are to be and are, one JSON map a line, and adds the
// patches that the Go libraries make of them.
//
//	go run patches.go < triples.jsonl > patches.jsonl
//
// with k8s.io/api, k8s.io/apimachinery and k8s.io/client-go v0.37.2 in its go.mod.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/jsonmergepatch"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"k8s.io/client-go/kubernetes/scheme"
)

type triple struct {
	Original, Modified, Current json.RawMessage
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var t triple
		check(json.Unmarshal(in.Bytes(), &t))
		var head struct{ APIVersion, Kind string }
		check(json.Unmarshal(t.Modified, &head))
		gv, err := schema.ParseGroupVersion(head.APIVersion)
		check(err)
		obj, err := scheme.Scheme.New(gv.WithKind(head.Kind))
		check(err)
		meta, err := strategicpatch.NewPatchMetaFromStruct(obj)
		check(err)
		out := map[string]any{"original": t.Original, "modified": t.Modified, "current": t.Current}
		patch, err := strategicpatch.CreateThreeWayMergePatch(t.Original, t.Modified, t.Current, meta, true)
		check(err)
		patched, err := strategicpatch.StrategicMergePatch(t.Current, patch, obj)
		check(err)
		threeWay, err := jsonmergepatch.CreateThreeWayJSONMergePatch(t.Original, t.Modified, t.Current)
		check(err)
		twoWay, err := jsonpatch.CreateMergePatch(t.Original, t.Modified)
		check(err)
		for name, made := range map[string][]byte{"patch": patch, "patched": patched, "three_way": threeWay, "two_way": twoWay} {
			out[name] = json.RawMessage(made)
		}
		line, err := json.Marshal(out)
		check(err)
		fmt.Println(string(line))
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
