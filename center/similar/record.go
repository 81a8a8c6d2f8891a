package similar

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// A record is one line. The id is the JSON of it, a string or a number, so that it is printed as it was
// given.
type record struct{ id, text []byte }

var (
	errNoJSON = errors.New("不是一个 JSON 对象")
	errID     = errors.New("没有 id，或者 id 不是字符串或数字")
	errText   = errors.New("没有 text，或者 text 不是字符串")
	errUTF8   = errors.New("不是 UTF-8 编码")
)

// parse reads a line. The result may share its memory. Most lines are an object of plain strings, which
// is read at a glance; all others are left to the library.
func parse(line []byte) (record, error) {
	if r, ok := glance(line); ok {
		if !utf8.Valid(r.id) { // of the text the finder tells
			return record{}, errUTF8
		}
		return r, nil
	}
	if !utf8.Valid(line) {
		return record{}, errUTF8
	}
	var in struct {
		ID   json.RawMessage `json:"id"`
		Text *string         `json:"text"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) && kind.Field == "text" {
			return record{}, errText
		}
		return record{}, errNoJSON
	}
	if len(in.ID) == 0 || in.ID[0] != '"' && in.ID[0] != '-' && (in.ID[0] < '0' || in.ID[0] > '9') {
		return record{}, errID
	}
	if in.Text == nil {
		return record{}, errText
	}
	return record{in.ID, []byte(*in.Text)}, nil
}

// glance reads an object whose members are strings without escapes. It returns false for everything
// else, right or wrong.
func glance(line []byte) (r record, ok bool) {
	at := 0
	token := func(c byte) bool {
		for at < len(line) && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r' || line[at] == '\n') {
			at++
		}
		if at < len(line) && line[at] == c {
			at++
			return true
		}
		return false
	}
	word := func() (in []byte, ok bool) {
		if !token('"') {
			return nil, false
		}
		n := bytes.IndexByte(line[at:], '"')
		if n < 0 {
			return nil, false
		}
		in = line[at : at+n]
		at += n + 1
		return in, bytes.IndexByte(in, '\\') < 0
	}
	if !token('{') {
		return r, false
	}
	for more := true; more; more = token(',') {
		key, ok := word()
		if !ok || !token(':') {
			return r, false
		}
		value, ok := word()
		if !ok {
			return r, false
		}
		switch string(key) {
		case "id":
			r.id = line[at-len(value)-2 : at]
		case "text":
			r.text = value
		default: // the library takes ID for id
			if bytes.EqualFold(key, []byte("id")) || bytes.EqualFold(key, []byte("text")) {
				return r, false
			}
		}
	}
	if !token('}') || token(0) || at != len(line) || r.id == nil || r.text == nil {
		return r, false
	}
	return r, true
}

// plain returns an id for people.
func plain(id []byte) string {
	var s string
	if json.Unmarshal(id, &s) != nil {
		return string(id)
	}
	return s
}
