package list

import (
	"net/url"
	"slices"

	"zhibao/internal/web"
	"zhibao/internal/web/form"
)

// A core is a list of which neither the filter nor the rows have a type of their own: what a list does is
// compiled once and not for each list, sixty kilobytes each time.
type core struct {
	Spec[any, any]
	filter *form.Schema
	read   func(*form.Form, url.Values) (filter any, ok bool)
}

// erase wraps what a description does with its own types.
func erase[F, R any](s Spec[F, R], filter *form.Schema) *core {
	l := &core{filter: filter, Spec: s.plain(), read: func(f *form.Form, in url.Values) (any, bool) {
		var out F
		ok := f.ReadValues(in, &out)
		return out, ok
	}}
	if s.Load != nil {
		l.Load = func(c *web.Ctx, q Query[any]) (Rows[any], error) {
			got, err := s.Load(c, typed[F](q))
			return untyped(got), err
		}
	}
	for _, col := range s.Columns {
		l.Columns = append(l.Columns, col.erase())
	}
	if s.Key != nil {
		l.Key = func(r any) string { return s.Key(r.(R)) }
	}
	if s.Keys != nil {
		l.Keys = func(c *web.Ctx, q Query[any]) ([]string, error) { return s.Keys(c, typed[F](q)) }
	}
	if s.Acts != nil {
		l.Acts = func(c *web.Ctx, r any) []RowAct { return s.Acts(c, r.(R)) }
	}
	if s.Export != nil {
		l.Export = func(c *web.Ctx, q Query[any], columns []Column[any], kind string) error {
			own := slices.DeleteFunc(slices.Clone(s.Columns), func(col Column[R]) bool {
				return !slices.ContainsFunc(columns, func(x Column[any]) bool { return x.Key == col.Key })
			})
			return s.Export(c, typed[F](q), own, kind)
		}
	}
	if s.Sub != nil {
		l.Sub = func(c *web.Ctx, got Rows[any]) string {
			own := Rows[R]{Total: got.Total, Sum: got.Sum}
			for _, r := range got.Rows {
				own.Rows = append(own.Rows, r.(R))
			}
			return s.Sub(c, own)
		}
	}
	return l
}

// plain is what a description has that knows neither its filter nor its rows.
func (s *Spec[F, R]) plain() Spec[any, any] {
	return Spec[any, any]{
		Name: s.Name, Path: s.Path, Act: s.Act, Title: s.Title, Unit: s.Unit, Sort: s.Sort, Rules: s.Rules, Options: s.Options,
		Bulk: s.Bulk, Above: s.Above, Views: s.Views, Save: s.Save, Drop: s.Drop, Kinds: s.Kinds, Actions: s.Actions,
		Empty: s.Empty, All: s.All, Usual: s.Usual, Wide: s.Wide, Crumbs: s.Crumbs, Trail: s.Trail, Stash: s.Stash, Keep: s.Keep,
		Public: s.Public,
	}
}

// erase wraps a column.
func (c *Column[R]) erase() Column[any] {
	out := Column[any]{Key: c.Key, Title: c.Title, Sort: c.Sort, Number: c.Number, Tight: c.Tight, Fixed: c.Fixed, Off: c.Off, Brief: c.Brief, Filter: c.Filter}
	if cell := c.Cell; cell != nil {
		out.Cell = func(c *web.Ctx, r any) web.Cell { return cell(c, r.(R)) }
	}
	return out
}

// typed is a query with the filter's own type.
func typed[F any](q Query[any]) Query[F] {
	filter, _ := q.Filter.(F) // nil in a query that never was read
	return Query[F]{Filter: filter, Sort: q.Sort, Desc: q.Desc, Offset: q.Offset, Limit: q.Limit}
}

// untyped is an answer with rows of any type.
func untyped[R any](got Rows[R]) Rows[any] {
	out := Rows[any]{Total: got.Total, Sum: got.Sum}
	for _, r := range got.Rows {
		out.Rows = append(out.Rows, r)
	}
	return out
}

// Around says where the row with the key stands in the page of the list that was shown last. A row
// that has left it since, because it was done, is followed by the first of those that are left.
func (l *List[F, R]) Around(c *web.Ctx, key string) (Trail[R], error) {
	t, err := l.around(c, key)
	out := Trail[R]{Back: t.Back}
	if t.Prev != nil {
		r := (*t.Prev).(R)
		out.Prev = &r
	}
	if t.Next != nil {
		r := (*t.Next).(R)
		out.Next = &r
	}
	return out, err
}
