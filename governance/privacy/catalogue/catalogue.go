// Package catalogue (数据分类目录) says of all data that the program keeps at which level they are, what they are for,
// on which basis, and how long they are kept.
//
// 数据安全法第二十一条; the levels are a proposal that the center looks at each year.
package catalogue

import (
	"slices"

	"zhibao/internal/web"
)

// A Level says how data are classed.
type Level string

// The levels, from the open to the closed.
const (
	Public      Level = "public"      // 公开
	Internal    Level = "internal"    // 内部
	Sensitive   Level = "sensitive"   // 敏感
	Unpublished Level = "unpublished" // 未公开专利
)

// Levels are all of them, in order, with their titles.
var Levels = []struct {
	Level Level
	Title web.Text
}{{Public, web.Text{"公开", "Public"}}, {Internal, web.Text{"内部", "Internal"}}, {Sensitive, web.Text{"敏感", "Sensitive"}}, {Unpublished, web.Text{"未公开专利", "Unpublished patents"}}}

// Words is the title of the level.
func (l Level) Words() web.Text {
	for _, x := range Levels {
		if x.Level == l {
			return x.Title
		}
	}
	return web.Text{string(l), string(l)}
}

// Tone is the colour of the level.
func (l Level) Tone() web.Tone {
	return map[Level]web.Tone{Public: web.Green, Internal: web.Blue, Sensitive: web.Amber, Unpublished: web.Red}[l]
}

// An Entry is a kind of data that the program keeps.
type Entry struct {
	Owner    string // of the tables in which it lies
	What     web.Text
	Level    Level
	Personal bool // it says something of a person
	Purpose  web.Text
	Basis    web.Text
	Kept     web.Text
}

// Owners lists whose tables the catalogue describes.
func Owners() (out []string) {
	for _, e := range Entries {
		out = append(out, e.Owner)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Lawful reports whether the law has the data kept, whatever the person wants: a duty of law, or the rules of network
// security. What is published by law, and what goes with the account or after use, is no matter of that.
func (e Entry) Lawful() bool {
	return (e.Basis == duty || e.Basis == rules) && e.Level != Public && e.Kept != asLong && e.Kept != short
}
