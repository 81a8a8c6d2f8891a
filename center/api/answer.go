package api

import (
	"encoding/json"
	"html/template"
	"mime"
	"net/http"
	"strconv"
	"time"

	"zhibao/internal/fault"
	"zhibao/internal/web"
	"zhibao/internal/web/form"
	"zhibao/internal/web/lang"
	"zhibao/law/calendar"
)

// answer writes v as JSON of a content type.
func answer(c *web.Ctx, status int, kind string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", kind+"; charset=utf-8")
	c.W.WriteHeader(status)
	if c.R.Method == http.MethodHead {
		return nil
	}
	return begun(c.W.Write(append(c.VeilJSON(b), '\n')))
}

// ok answers v.
func ok(c *web.Ctx, v any) error { return answer(c, http.StatusOK, "application/json", v) }

// id writes a number of a row as text: it does not fit into the numbers of many programs.
func id(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// clock writes a time as the center's clock shows it.
func clock(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(calendar.Shanghai())
}

// sent is the host of a form that came as JSON.
type sent struct {
	c       *web.Ctx
	uploads web.Uploads
}

// Lang is that of the request.
func (s sent) Lang() lang.Lang { return s.c.Lang() }

// ExplainAll is that of the request.
func (s sent) ExplainAll(err error) lang.Text { return s.c.ExplainAll(err) }

// Hidden is empty: there is no page.
func (s sent) Hidden() template.HTML { return "" }

// Invalid does nothing: problems are answered as a whole.
func (s sent) Invalid([]form.Listed) {}

// Sent reads the body, which is always read.
func (s sent) Sent() (in form.Input, ok bool, err error) {
	in, err = s.input()
	return in, true, err
}

// input reads the body, JSON or a multipart form. No body is an empty object.
func (s sent) input() (in form.Input, err error) {
	switch kind, _, _ := mime.ParseMediaType(s.c.R.Header.Get("Content-Type")); kind {
	case "application/json":
		b, err := s.c.Body()
		if err != nil {
			return in, err
		}
		if len(b) == 0 {
			b = []byte("{}")
		}
		if in, err = form.FromJSON(b); err != nil {
			return in, err
		}
	case "multipart/form-data":
		if s.c.Route().Pattern != Prefix+"/check" {
			return in, wrongType()
		}
		if in, err = s.c.Input(); err != nil {
			return in, err
		}
	default:
		return in, wrongType()
	}
	if s.uploads != nil {
		in.Uploaded = func(id string) (form.File, error) { return s.uploads.File(s.c, id) }
	}
	return in, nil
}

// wrongType refuses bodies that are no JSON. Files are sent before the move, so that a move can
// be repeated without sending them again.
func wrongType() error {
	return &coded{http.StatusUnsupportedMediaType, fault.New(fault.Invalid, "api.content_type", "请以 Content-Type: application/json 提交 JSON；文件请先经 /api/v1/uploads 上传")}
}

// read decodes the body into ptr, which must be of the schema's type.
func (a *API) read(c *web.Ctx, s *form.Schema, ptr any) error {
	return a.readForm(form.New(sent{c, a.d.Uploads}, s), ptr)
}

// readForm decodes the body into ptr by a form whose options have been set.
func (a *API) readForm(f *form.Form, ptr any) error {
	good, err := f.Read(ptr)
	if err != nil {
		return err
	}
	if !good {
		return f.Errors()
	}
	return nil
}
