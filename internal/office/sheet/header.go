package sheet

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"zhibao/internal/fault"
)

// headingRows is how far down the heading may stand; lists often begin with a title.
const headingRows = 10

// findHeading returns the index of the heading line, the position of each column in it (-1 for
// none) and the headings that belong to no column.
func findHeading(lines []line, cols []Column) (top int, at []int, ignored []string, err error) {
	// The heading is the line in which most columns are found; a title above it has none.
	best := 0
	for i, l := range lines[:min(len(lines), headingRows)] {
		where, _ := match(l.cells, cols)
		found := 0
		for _, w := range where {
			if w >= 0 {
				found++
			}
		}
		if found > best {
			best, top, at = found, i, where
		}
	}
	if best == 0 {
		return 0, nil, nil, fault.New(fault.Invalid, "sheet.no_heading",
			"前 %d 行里没有找到表头，应有的列：%s；请使用下载的模板填写", headingRows, titles(cols))
	}
	var missing []Column
	for i, c := range cols {
		if c.Required && at[i] < 0 {
			missing = append(missing, c)
		}
	}
	if len(missing) > 0 {
		return 0, nil, nil, fault.New(fault.Invalid, "sheet.missing_column",
			"第 %d 行的表头缺少必填的列：%s；请对照模板补上", lines[top].number, titles(missing))
	}
	where, twice := match(lines[top].cells, cols)
	if twice != "" {
		return 0, nil, nil, fault.New(fault.Invalid, "sheet.column_twice", "表头中“%s”出现两次，请删去多余的一列", twice)
	}
	for i, cell := range lines[top].cells {
		if text := clean(cell); text != "" && !slices.Contains(where, i) {
			ignored = append(ignored, text)
		}
	}
	return top, where, ignored, nil
}

// match finds the columns among headings. First the whole heading counts, then, for columns
// still missing, the heading without what stands in brackets: 金额（元） is 金额.
func match(cells []string, cols []Column) (at []int, twice string) {
	at = make([]int, len(cols))
	for i := range at {
		at[i] = -1
	}
	taken := map[int]bool{}
	for _, fold := range []func(string) string{foldHeading, func(s string) string { return foldHeading(dropBrackets(s)) }} {
		for i, c := range cols {
			if at[i] >= 0 {
				continue
			}
			names := map[string]bool{fold(c.Title): true}
			for _, a := range c.Aliases {
				names[fold(a)] = true
			}
			delete(names, "")
			for j, cell := range cells {
				if taken[j] || !names[fold(cell)] {
					continue
				}
				if at[i] >= 0 {
					twice = c.Title
					break
				}
				at[i], taken[j] = j, true
			}
		}
	}
	return at, twice
}

// foldHeading makes headings comparable: width, case, blanks, brackets, colons and the marks
// of required columns do not count.
func foldHeading(s string) string {
	s = strings.ToLower(norm.NFKC.String(clean(s)))
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n\r*:()[]{}<>〔〕【】《》「」_-/、,.。·", r) {
			return -1
		}
		return r
	}, s)
}

// dropBrackets removes what stands in brackets.
func dropBrackets(s string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("(（[【〔", r):
			depth++
			return -1
		case strings.ContainsRune(")）]】〕", r):
			depth = max(depth-1, 0)
			return -1
		case depth > 0:
			return -1
		}
		return r
	}, s)
}

// titles lists the names of columns for a message.
func titles(cols []Column) fault.List {
	var names fault.List
	for _, c := range cols {
		names = append(names, c.Title)
	}
	return names
}

// letter names a column as spreadsheets do.
func letter(i int) string {
	name, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		return "?"
	}
	return name
}
