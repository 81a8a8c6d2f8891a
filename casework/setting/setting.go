// Package setting (中心规定) holds the dated configuration of a center: lengths of clocks, limits,
// lists and texts that differ from center to center. What the law does not fix is a setting
// with a default, never a constant; each value holds from a day on, and none is overwritten.
package setting

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
	"zhibao/law/rule"
	"zhibao/law/term"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the package.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "setting", Files: sub}
}

// Type is the type of a setting's value.
type Type string

// The types.
const (
	Length Type = "length" // "5工作日", "1个月"
	Int    Type = "int"
	Bool   Type = "bool" // "true" or "false"
	Choice Type = "choice"
	List   Type = "list" // one entry a line or separated by spaces
	Text   Type = "text"
)

// A Def declares a setting.
type Def struct {
	Key            string // "preexam.clock.accept"
	Title, English string
	Help, HelpEN   string
	Type           Type
	Choices        []string
	Variants       []string          // kinds with a value each; none for one value
	Default        map[string]string // by variant; "" for all
	Sure           rule.Sure
	Level          rule.Level
	Basis          []rule.Cite
	Group          string // procedure code, for the configuration page
	Grave          bool   // two of the three administrators agree before a value holds
}

// A Book is the list of all settings of the program.
type Book struct{ defs []Def }

// NewBook returns a book of the settings. It panics on a key that is declared twice or on a
// default that its own type refuses, which is a mistake of the program.
func NewBook(defs ...Def) *Book {
	seen := map[string]bool{}
	for _, d := range defs {
		if seen[d.Key] {
			panic("setting " + d.Key + " declared twice")
		}
		seen[d.Key] = true
		for v, s := range d.Default {
			if err := d.Check(s); err != nil {
				panic("setting " + d.Key + " variant " + v + ": " + err.Error())
			}
		}
	}
	return &Book{defs}
}

// Defs lists the settings in order of declaration.
func (b *Book) Defs() []Def { return slices.Clone(b.defs) }

// Def returns the declaration of a key, or nil.
func (b *Book) Def(key string) *Def {
	i := slices.IndexFunc(b.defs, func(d Def) bool { return d.Key == key })
	if i < 0 {
		return nil
	}
	return &b.defs[i]
}

func (d *Def) words() fault.Pair { return fault.Pair{d.Title, d.English} }

// Check reports why a value does not fit the setting's type.
func (d *Def) Check(value string) error {
	bad := func(want fault.Phrase) error {
		return fault.New(fault.Invalid, "setting.value", "“%s”的值 %q 不对，请更正：%s", d.words(), value, want).At("value")
	}
	switch d.Type {
	case Length:
		if _, err := term.ParseLength(value); err != nil {
			return bad(fault.Say("应写作“5工作日”“10日”“1个月”之一"))
		}
	case Int:
		if n, err := strconv.Atoi(value); err != nil || n < 0 || n > 1_000_000_000 {
			return bad(fault.Say("应为不小于 0 的整数"))
		}
	case Bool:
		if value != "true" && value != "false" {
			return bad(fault.Say("应为 true 或 false"))
		}
	case Choice:
		if !slices.Contains(d.Choices, value) {
			return bad(fault.Say("应为 %s 之一", fault.Listed(d.Choices)))
		}
	case List, Text:
		if len(value) > 64<<10 {
			return bad(fault.Say("不能超过 64 KB，请精简"))
		}
	}
	return nil
}

// A Value is one dated value of a setting.
type Value struct {
	Key, Variant, Value, Reason string
	From                        calendar.Day
	At                          int64 // µs UTC
	Actor                       int64
}

// Raw returns the value in force on a day: the latest one set by the center that has begun, or
// the default.
func (b *Book) Raw(ctx context.Context, tx *store.Tx, q Query) (string, error) {
	d := b.Def(q.Key)
	if d == nil {
		return "", fault.New(fault.Missing, "setting.key", "没有配置项 %s，请从中心配置页面选择", q.Key)
	}
	variant := q.Variant
	if len(d.Variants) == 0 || !slices.Contains(d.Variants, variant) {
		variant = ""
	}
	return store.Once(tx, fmt.Sprintf("setting_value %d %s %s %d", q.Center, q.Key, variant, q.On), func() (v string, err error) {
		err = tx.Row(ctx, `SELECT value FROM setting_value WHERE center_id = $1 AND key = $2 AND variant = $3 AND from_day <= $4
			ORDER BY from_day DESC, id DESC LIMIT 1`, q.Center, q.Key, variant, int64(q.On)).Scan(&v)
		if !errors.Is(err, sql.ErrNoRows) {
			return v, err
		}
		if v, ok := d.Default[variant]; ok {
			return v, nil
		}
		return d.Default[""], nil
	})
}

// A Query asks for the value of a key for a variant in a center on a day.
type Query struct {
	Center  int64
	Key     string
	Variant string
	On      calendar.Day
}

// Length returns a setting that is a length of time.
func (b *Book) Length(ctx context.Context, tx *store.Tx, q Query) (term.Length, error) {
	s, err := b.Raw(ctx, tx, q)
	if err != nil {
		return term.Length{}, err
	}
	return term.ParseLength(s)
}

// Lengths is Length for many questions of one center within one transaction: each key is read once.
func (b *Book) Lengths(ctx context.Context, tx *store.Tx, center int64) func(Query) (term.Length, error) {
	known := map[string][]Value{}
	return func(q Query) (term.Length, error) {
		d := b.Def(q.Key)
		if d == nil || q.Center != center {
			return b.Length(ctx, tx, q)
		}
		values, read := known[q.Key]
		if !read {
			var err error
			if values, err = b.History(ctx, tx, center, q.Key); err != nil {
				return term.Length{}, err
			}
			known[q.Key] = values
		}
		variant := q.Variant
		if !slices.Contains(d.Variants, variant) {
			variant = ""
		}
		// The latest first, as History has them.
		if i := slices.IndexFunc(values, func(v Value) bool { return v.Variant == variant && v.From <= q.On }); i >= 0 {
			return term.ParseLength(values[i].Value)
		}
		if v, ok := d.Default[variant]; ok {
			return term.ParseLength(v)
		}
		return term.ParseLength(d.Default[""])
	}
}

// Int returns a setting that is a whole number.
func (b *Book) Int(ctx context.Context, tx *store.Tx, q Query) (int, error) {
	s, err := b.Raw(ctx, tx, q)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(s)
}

// Bool returns a setting that is yes or no.
func (b *Book) Bool(ctx context.Context, tx *store.Tx, q Query) (bool, error) {
	s, err := b.Raw(ctx, tx, q)
	return s == "true", err
}

// List returns a setting that is a list, without empty entries.
func (b *Book) List(ctx context.Context, tx *store.Tx, q Query) ([]string, error) {
	s, err := b.Raw(ctx, tx, q)
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\r\n,，、;；", r) }), err
}

// Set records a value that holds from a day on.
func (b *Book) Set(ctx context.Context, tx *store.Tx, id int64, center int64, v Value) error {
	d := b.Def(v.Key)
	if d == nil {
		return fault.New(fault.Missing, "setting.key", "没有配置项 %s，请从中心配置页面选择", v.Key)
	}
	if v.Variant != "" && !slices.Contains(d.Variants, v.Variant) {
		return fault.New(fault.Invalid, "setting.variant", "“%s”不分“%s”，请从中心配置页面重新打开该项", d.words(), v.Variant).At("variant")
	}
	if err := d.Check(v.Value); err != nil {
		return err
	}
	tx.Forget()
	_, err := tx.Exec(ctx, `INSERT INTO setting_value (id, center_id, key, variant, from_day, value, at, actor_id, reason)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, id, center, v.Key, v.Variant, int64(v.From), v.Value, v.At, v.Actor, v.Reason)
	return err
}

// History returns all values that a center set for a key, the latest first.
func (b *Book) History(ctx context.Context, tx *store.Tx, center int64, key string) (_ []Value, err error) {
	defer fault.Wrap(&err, "history of setting %s", key)
	rows, err := tx.Query(ctx, `SELECT key, variant, from_day, value, at, actor_id, reason FROM setting_value
		WHERE center_id = $1 AND key = $2 ORDER BY from_day DESC, id DESC`, center, key)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Value
	for rows.Next() {
		var v Value
		var from int64
		if err := rows.Scan(&v.Key, &v.Variant, &from, &v.Value, &v.At, &v.Actor, &v.Reason); err != nil {
			return nil, err
		}
		v.From = calendar.Day(from)
		out = append(out, v)
	}
	return out, rows.Err()
}
