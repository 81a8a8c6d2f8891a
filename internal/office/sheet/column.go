package sheet

import (
	"iter"
	"time"
)

// A Kind says what the cells of a column hold.
type Kind uint8

// The kinds. They decide the format of exported cells and what an import accepts.
const (
	Text    Kind = iota // also codes and numbers that nobody adds up
	Integer             // whole number
	Decimal             // number with decimals
	Money               // 元, two decimals
	Percent             // a share: 0.928 is shown as 92.80%
	Date                // civil day
	Moment              // day and minute
)

// A Column is one column of an export, an import or both.
type Column struct {
	Key      string   // name by which an import finds the value in Row.Values
	Title    string   // heading
	Aliases  []string // other headings an import accepts
	Kind     Kind
	Width    float64  // in characters; by kind when zero
	Required bool     // an import refuses an empty cell
	Choices  []string // an import accepts only these; a template offers them in a list
	Max      int      // longest text an import accepts, in characters; 2000 when zero
	Help     string   // what to fill in, for the template
}

// An Export is a list as it leaves the program.
type Export struct {
	Name    string // of the sheet and of the list
	Columns []Column
	// Rows yields the cells of a row in the order of the columns: string, integers, floats,
	// bool, time.Time, fmt.Stringer or nil. The first error ends the export.
	Rows    iter.Seq2[[]any, error]
	Filter  string    // the filter in words; "全部" when empty
	Person  string    // who exports
	Time    time.Time // when, shown in its own zone
	Notes   []string  // further lines of the footer, such as the version of the data
	English bool      // language of the footer and of yes and no
}

// Slice yields rows that are already in memory, for Export.Rows.
func Slice(rows [][]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// MaxRows is the number of rows that fit a sheet beside the heading and the footer.
const MaxRows = 1_000_000

// width returns the width of a column in characters: at least its heading, in which a Chinese
// character counts two.
func (c Column) width() float64 {
	if c.Width > 0 {
		return min(c.Width, 120)
	}
	least := float64(2*len([]rune(c.Title)) + 2)
	switch c.Kind {
	case Date:
		return max(least, 12)
	case Moment:
		return max(least, 18)
	case Text:
		return max(least, 20)
	}
	return max(least, 12)
}

// orEmpty lets an export without rows be ranged over.
func (e Export) orEmpty() Export {
	if e.Rows == nil {
		e.Rows = Slice(nil)
	}
	return e
}

// say returns the Chinese or the English words.
func (e Export) say(zh, en string) string {
	if e.English {
		return en
	}
	return zh
}

// footer returns the lines below the rows, in the order in which they are written.
func (e Export) footer(rows int) []string {
	filter := e.Filter
	if filter == "" {
		filter = e.say("全部", "all")
	}
	lines := []string{
		e.say("筛选条件：", "Filter: ") + filter,
		e.say("导出时间：", "Exported at: ") + e.Time.Format("2006-01-02 15:04:05"),
		e.say("导出人：", "Exported by: ") + e.Person,
		e.say("行数：", "Rows: ") + itoa(rows),
	}
	return append(lines, e.Notes...)
}
