package form

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// rowCount returns one more than the highest row number under name.
func rowCount(v url.Values, name string) int {
	n := 0
	for key := range v {
		if i, _, ok := rowKey(key, name); ok {
			n = max(n, i+1)
		}
	}
	return n
}

// rowKey takes "rows.3.field" apart. Row numbers have at most four digits.
func rowKey(key, name string) (row int, field string, ok bool) {
	rest, ok := strings.CutPrefix(key, name+".")
	if !ok {
		return 0, "", false
	}
	num, field, ok := strings.Cut(rest, ".")
	if !ok || len(num) > 4 {
		return 0, "", false
	}
	row, err := strconv.Atoi(num)
	return row, field, err == nil && row >= 0
}

// rowEmpty reports whether nothing was entered in a row. Hidden fields do not count.
func rowEmpty(in Input, group []*Field, prefix string) bool {
	for _, f := range group {
		if f.Widget == "hidden" {
			continue
		}
		for _, v := range in.Values[prefix+f.Name] {
			if f.clean(v) != "" {
				return false
			}
		}
		if len(in.Files[prefix+f.Name]) > 0 {
			return false
		}
	}
	return true
}

// editRows carries out the buttons "add a row" (_add=rows) and "remove this row"
// (_del=rows.3), which work without scripts. It reports whether one was pressed.
func (s *Schema) editRows(v url.Values) (url.Values, bool) {
	if name := v.Get("_add"); name != "" {
		f := s.Field(name)
		if f == nil || f.Kind != Rows {
			return v, false
		}
		v = cloneValues(v)
		n := max(rowCount(v, name), 1)
		if int64(n) < f.Max {
			v[name+"."+strconv.Itoa(n)+"."+f.Group[0].Name] = []string{""}
		}
		return v, true
	}
	if at := v.Get("_del"); at != "" {
		name, num, ok := strings.Cut(at, ".")
		gone, err := strconv.Atoi(num)
		if f := s.Field(name); !ok || err != nil || f == nil || f.Kind != Rows {
			return v, false
		}
		return removeRow(v, name, gone), true
	}
	return v, false
}

// removeRow drops a row and moves those behind it forward.
func removeRow(v url.Values, name string, gone int) url.Values {
	out := url.Values{}
	for key, val := range v {
		row, field, ok := rowKey(key, name)
		switch {
		case !ok || row < gone:
			out[key] = val
		case row > gone:
			out[name+"."+strconv.Itoa(row-1)+"."+field] = val
		}
	}
	return out
}

// cloneValues leaves what was sent as it is.
func cloneValues(v url.Values) url.Values {
	out := make(url.Values, len(v))
	for key, val := range v {
		out[key] = slices.Clone(val)
	}
	return out
}
