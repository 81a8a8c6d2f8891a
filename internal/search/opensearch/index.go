// Package opensearch keeps a collection in a server of OpenSearch and answers as the embedded engine
// does: it sends its own tokens, so the server cuts no text, and it is held to the same tests
// (package searchtest). The server belongs to whoever runs the program: it sees the words that are
// searched for, and the published documents, never the text of an application.
package opensearch

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"

	"zhibao/internal/fault"
	"zhibao/internal/search"
)

// form is the version of how documents are sent. A change means that the index is built anew.
const form = "1"

// bulkSize is how many bytes are sent at once, a little more at most.
const bulkSize = 8 << 20

// maxID is how many bytes the server lets a name have.
const maxID = 512

// An Index is the Engine of a server.
type Index struct {
	*client
	name    string
	check   *search.Checker
	schema  search.Schema
	fields  map[string]search.Field
	main    []search.Field // text fields that stand for all
	opened  string         // tells the states of two openings apart
	changes atomic.Int64
}

// Open opens the index of a name on a server, an empty one where there is none or it has another schema.
func Open(ctx context.Context, address, name string, s search.Schema) (_ *Index, err error) {
	defer fault.Wrap(&err, "opening the index of the search server")
	defer clear(&err)
	c, err := newClient(address)
	if err != nil {
		return nil, err
	}
	check, err := search.NewChecker(s)
	if err != nil {
		return nil, err
	}
	x := &Index{client: c, name: name, check: check, schema: s, fields: map[string]search.Field{}, opened: rand.Text()}
	for _, f := range s.Fields {
		x.fields[f.Name] = f
		if f.Kind == search.KindText && !f.Alone {
			x.main = append(x.main, f)
		}
	}
	var have map[string]struct {
		Mappings struct {
			Meta struct {
				Version string `json:"version"`
			} `json:"_meta"`
		} `json:"mappings"`
	}
	err = x.ask(ctx, "GET", "/"+name, nil, &have)
	if r, ok := errors.AsType[*refusal](err); ok && r.status == http.StatusNotFound {
		return x, x.create(ctx)
	}
	if err != nil {
		return nil, err
	}
	if have[name].Mappings.Meta.Version == x.version() {
		return x, nil
	}
	if err := x.ask(ctx, "DELETE", "/"+name, nil, nil); err != nil {
		return nil, err
	}
	return x, x.create(ctx)
}

// version tells apart what a change of the schema or of the form makes different.
func (x *Index) version() string {
	b, _ := json.Marshal(x.mapping(""))
	sum := sha256.Sum256(b)
	return x.schema.Version + " " + form + " " + hex.EncodeToString(sum[:8])
}

// create makes the index. One that another try made already is as good.
func (x *Index) create(ctx context.Context) error {
	b, err := json.Marshal(object{"settings": settings(), "mappings": x.mapping(x.version())})
	if err != nil {
		return err
	}
	err = x.ask(ctx, "PUT", "/"+x.name, b, nil)
	if r, ok := errors.AsType[*refusal](err); ok && r.kind == "resource_already_exists_exception" {
		return nil
	}
	return err
}

// Docs counts the documents.
func (x *Index) Docs(ctx context.Context) (n int, err error) {
	defer clear(&err)
	var a struct {
		Count int `json:"count"`
	}
	err = x.ask(ctx, "GET", "/"+x.name+"/_count", nil, &a)
	return a.Count, err
}

// Put adds documents, or replaces those of the same ID. See search.Engine.
func (x *Index) Put(ctx context.Context, docs []search.Document) (err error) {
	defer fault.Wrap(&err, "putting into the search server")
	for i := range docs {
		if err := x.check.Document(&docs[i]); err != nil {
			return err
		}
		if len(docs[i].ID) > maxID {
			return fault.New(fault.Invalid, "opensearch.id", "文献“%s”的编号过长（最多 %d 字节），不能编入索引，请检查来源数据", docs[i].ID, maxID)
		}
	}
	return x.bulk(ctx, len(docs), func(b *bytes.Buffer, i int) error {
		e := json.NewEncoder(b)
		return cmp.Or(e.Encode(object{"index": object{"_id": docs[i].ID}}), e.Encode(x.document(&docs[i])))
	})
}

// Delete takes documents out. See search.Engine.
func (x *Index) Delete(ctx context.Context, ids []string) (err error) {
	defer fault.Wrap(&err, "deleting from the search server")
	return x.bulk(ctx, len(ids), func(b *bytes.Buffer, i int) error {
		return json.NewEncoder(b).Encode(object{"delete": object{"_id": ids[i]}})
	})
}

// bulk sends changes in pieces and waits until they are found.
func (x *Index) bulk(ctx context.Context, n int, write func(*bytes.Buffer, int) error) (err error) {
	defer clear(&err)
	var b bytes.Buffer
	for i := range n {
		if err := write(&b, i); err != nil {
			return err
		}
		if b.Len() < bulkSize && i < n-1 {
			continue
		}
		if err := x.send(ctx, b.Bytes(), i == n-1); err != nil {
			return err
		}
		b.Reset()
	}
	x.changes.Add(1)
	return nil
}

// send sends a piece. The last one makes all of them found.
func (x *Index) send(ctx context.Context, b []byte, last bool) error {
	var a struct {
		Errors bool `json:"errors"`
		Items  []map[string]struct {
			Status int `json:"status"`
			Error  struct {
				Type string `json:"type"`
			} `json:"error"`
		} `json:"items"`
	}
	if err := x.ask(ctx, "POST", fmt.Sprintf("/_bulk?index=%s&refresh=%t", x.name, last), b, &a); err != nil {
		return err
	}
	if !a.Errors {
		return nil
	}
	for _, item := range a.Items {
		for _, one := range item {
			if one.Status >= http.StatusMultipleChoices && one.Status != http.StatusNotFound {
				return &refusal{status: one.Status, kind: one.Error.Type}
			}
		}
	}
	return nil
}

// Merge makes one segment of all: the index is fastest then.
func (x *Index) Merge(ctx context.Context) (err error) {
	defer clear(&err)
	x.changes.Add(1)
	// Merging takes longer than an answer may; the server does it one at a time and goes on with it.
	slow := *x.http
	slow.Timeout = 0
	c := &client{base: x.base, user: x.user, pass: x.pass, http: &slow}
	return c.ask(ctx, "POST", "/"+x.name+"/_forcemerge?max_num_segments=1", nil, nil)
}

// Size is how many bytes the index takes on the server.
func (x *Index) Size(ctx context.Context) (n int64, err error) {
	defer clear(&err)
	var a struct {
		All struct {
			Total struct {
				Store struct {
					Size int64 `json:"size_in_bytes"`
				} `json:"store"`
			} `json:"total"`
		} `json:"_all"`
	}
	err = x.ask(ctx, "GET", "/"+x.name+"/_stats/store", nil, &a)
	return a.All.Total.Store.Size, err
}

// Drop deletes the index.
func (x *Index) Drop(ctx context.Context) (err error) {
	defer clear(&err)
	return x.ask(ctx, "DELETE", "/"+x.name, nil, nil)
}

// Close lets go of the connections.
func (x *Index) Close() error {
	x.http.CloseIdleConnections()
	return nil
}

// state names what an answer was given on.
func (x *Index) state() string { return fmt.Sprintf("%d.%s", x.changes.Load(), x.opened) }

// valid is a text that JSON holds.
func valid(s string) string { return strings.ToValidUTF8(s, "\ufffd") }
