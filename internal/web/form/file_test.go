package form

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhibao/internal/fault"
	"zhibao/internal/web/lang"
)

func TestFiles(t *testing.T) {
	type in struct {
		Docs []File `json:"docs" label:"材料" en:"Files" accept:".pdf" size:"1M" max:"2"`
	}
	s := Describe(in{}, nil)
	send := func(files map[string]int) Errors {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		for name, size := range files {
			f, _ := w.CreateFormFile("docs", name)
			_, _ = f.Write(make([]byte, size))
		}
		w.Close()
		r, _ := http.NewRequest("POST", "/", &b)
		r.Header.Set("Content-Type", w.FormDataContentType())
		if err := r.ParseMultipartForm(8 << 20); err != nil {
			t.Fatal(err)
		}
		var v in
		in := Input{Values: r.PostForm, Files: map[string][]File{}}
		for _, h := range r.MultipartForm.File["docs"] {
			in.Files["docs"] = append(in.Files["docs"], NewFile("", CleanName(h.Filename), h.Size, func() (io.ReadCloser, error) { return h.Open() }))
		}
		errs := s.Decode(in, &v)
		if len(errs) == 0 {
			for _, f := range v.Docs {
				rc, err := f.Open()
				if err != nil || strings.ContainsAny(f.Name, `/\`) {
					t.Errorf("%q: %v", f.Name, err)
					continue
				}
				rc.Close()
			}
		}
		return errs
	}
	for name, c := range map[string]struct {
		files map[string]int
		want  string
	}{
		"good":     {map[string]int{"请求书.PDF": 10, `C:\x\b.pdf`: 1}, ""},
		"type":     {map[string]int{"a.exe": 10}, "a.exe"},
		"size":     {map[string]int{"大.pdf": 1<<20 + 1}, "大.pdf"},
		"empty":    {map[string]int{"空.pdf": 0}, "空.pdf"},
		"too many": {map[string]int{"a.pdf": 1, "b.pdf": 1, "c.pdf": 1}, "最多 2 个文件"},
	} {
		errs := send(c.files)
		if c.want == "" && len(errs) > 0 || c.want != "" && (len(errs) == 0 || !strings.Contains(errs[0].Text[0], c.want)) {
			t.Errorf("%s: %v", name, errs)
		}
	}
	if got := CleanName("../../\u202efdp.exe\x00" + strings.Repeat("长", 300) + ".pdf"); len([]rune(got)) > 200 || strings.ContainsAny(got, "/\x00\u202e") || !strings.HasSuffix(got, ".pdf") {
		t.Errorf("name %q", got)
	}
	var v in
	up := func(id string) (File, error) {
		if id == "1" {
			return Bytes("a.pdf", []byte("x")), nil
		}
		return File{}, errors.New("gone")
	}
	if errs := s.Decode(Input{Values: url.Values{"docs": {"1"}}, Uploaded: up}, &v); len(errs) > 0 || len(v.Docs) != 1 {
		t.Errorf("uploaded before: %v", errs)
	}
	if errs := s.Decode(Input{Values: url.Values{"docs": {"2"}}, Uploaded: up}, &v); len(errs) != 1 {
		t.Error("a file of nobody is accepted")
	}
	if errs := s.Decode(Input{Values: url.Values{"docs": {"1"}}}, &v); len(errs) != 1 {
		t.Error("an id is accepted where nothing can be uploaded")
	}
}

// TestSizes: an archive may be larger than other files; the form says so, and a refusal names the file and how
// large it may be.
func TestSizes(t *testing.T) {
	type in struct {
		Docs []File `json:"docs" label:"材料" en:"Files" accept:".pdf,.zip" size:"2M,.zip=5M" max:"2" help:"盖章的" helpen:"Sealed"`
		One  File   `json:"one" label:"图" en:"Picture" size:"3M"`
	}
	s := Describe(in{}, nil)
	for name, c := range map[string]struct {
		size int64
		want string
	}{"a.pdf": {2 << 20, ""}, "b.pdf": {2<<20 + 1, "文件“b.pdf”超过 2 MB"}, "c.ZIP": {5 << 20, ""}, "d.zip": {5<<20 + 1, "文件“d.zip”超过 5 MB"}} {
		var v in
		errs := s.Decode(Input{Files: map[string][]File{"docs": {NewFile("", name, c.size, nil)}}}, &v)
		if c.want == "" && len(errs) > 0 || c.want != "" && (len(errs) == 0 || !strings.Contains(errs[0].Text[0], c.want)) {
			t.Errorf("%s of %d: %v", name, c.size, errs)
		}
	}
	views := New(&host{}, s).Fields()
	if got := []string{views[0].Help, views[1].Help}; !slices.Equal(got, []string{"盖章的。每个文件不超过 2 MB，.zip 不超过 5 MB", "不超过 3 MB"}) {
		t.Errorf("%q", got)
	}
	for _, tag := range []reflect.StructTag{`size:".zip=5M"`, `size:"2M,5M"`, `size:"2M,.exe=5M" accept:".pdf"`, `size:"2M,.zip=x"`} {
		if err := (&Field{}).setLimits(tag); err == nil {
			t.Errorf("%s is understood", tag)
		}
	}
}

type host struct {
	in     *Input
	listed []Listed
}

func (h *host) Lang() lang.Lang       { return lang.ZH }
func (h *host) Hidden() template.HTML { return "" }
func (h *host) Invalid(l []Listed)    { h.listed = l }
func (h *host) ExplainAll(err error) lang.Text {
	return lang.Same(fault.MessageOf(err) + "（" + fault.Of(err).Basis + "）")
}
func (h *host) Sent() (Input, bool, error) {
	if h.in == nil {
		return Input{}, false, nil
	}
	return *h.in, true, nil
}

func TestForm(t *testing.T) {
	s := Describe(sample{}, rules)
	h := &host{in: &Input{Values: url.Values{"text": {"一"}, "rows.0.name": {"一"}, "rows.0.kind": {"丙"}, "one": {"c"}}}}
	f := New(h, s)
	var v sample
	if ok, err := f.Read(&v); ok || err != nil {
		t.Fatal(ok, err)
	}
	var got []string
	for _, l := range h.listed {
		got = append(got, l.Href)
	}
	if diff := cmp.Diff([]string{"#f-text", "#f-one-0", "#f-rows-0-kind-0"}, got); diff != "" {
		t.Error(diff)
	}
	if f.find("text").Value != "一" {
		t.Error("the value is lost")
	}
	if f.Refused(errors.New("disk")) || f.Refused(fault.New(fault.Internal, "x", "x")) || !f.Refused(fault.New(fault.Conflict, "x", "已有").At("text").On("第一条")) {
		t.Error("wrong about which errors belong into the form")
	}
	if last := h.listed[len(h.listed)-1]; !strings.Contains(last.Text, "第一条") {
		t.Errorf("the basis is missing: %v", last)
	}
	h.in.Values.Set("_add", "rows")
	f = New(h, s)
	if ok, err := f.Read(&v); ok || err != nil || len(f.errs) > 0 {
		t.Error("adding a row is no submission")
	}
	if n := len(f.find("rows").Rows); n != 2 {
		t.Errorf("%d rows", n)
	}
}

func FuzzDecode(f *testing.F) {
	s := Describe(sample{}, rules)
	f.Add("text=a&rows.0.name=b&fee=1.5", `{"text":"a","rows":[{"name":"b"}]}`)
	f.Fuzz(func(t *testing.T, query, js string) {
		if len(query) > 5000 || len(js) > 5000 {
			return
		}
		if v, err := url.ParseQuery(query); err == nil {
			var out sample
			errs := s.Decode(Input{Values: v}, &out)
			if len(errs) == 0 && len([]rune(out.Text)) > 10 {
				t.Errorf("too long: %q", out.Text)
			}
			s.editRows(v)
			New(&host{in: &Input{Values: v}}, s).FillValues(v).Fields()
		}
		if in, err := FromJSON([]byte(js)); err == nil {
			var out sample
			s.Decode(in, &out)
		}
	})
}

func TestLeftOutAndSuggested(t *testing.T) {
	s := Describe(sample{}, rules)
	f := New(&host{}, s).Without("one").Suggest("text", "已知")
	for _, v := range f.Fields() {
		if v.Name == "one" {
			t.Error("the field is still shown")
		}
		if v.Name == "text" && v.Value != "已知" {
			t.Errorf("suggested value %q", v.Value)
		}
	}
	if got := New(&host{}, s).FillValues(url.Values{"text": {"自己写的"}}).Suggest("text", "已知").values.Get("text"); got != "自己写的" {
		t.Errorf("the suggestion replaced %q", got)
	}
	var in sample
	sent := New(&host{in: &Input{Values: url.Values{"one": {"a"}}}}, s).Without("one")
	if ok, err := sent.Read(&in); ok || err != nil || in.One != "" {
		t.Errorf("a field that was left out was read: %v %v %q", ok, err, in.One)
	}
	if s.Field("one") == nil {
		t.Error("the schema itself lost the field")
	}
}
