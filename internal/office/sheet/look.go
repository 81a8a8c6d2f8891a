package sheet

import (
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// style returns the look of the cells of a kind.
func style(k Kind) *excelize.Style {
	day, minute := "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
	s := &excelize.Style{
		Font:      &excelize.Font{Size: 11, Family: "宋体"},
		Alignment: &excelize.Alignment{Vertical: "top"},
	}
	switch k {
	case Text:
		s.NumFmt = 49 // text: digits stay as they are typed
		s.Alignment.WrapText = true
	case Integer:
		s.NumFmt = 3
	case Decimal, Money:
		s.NumFmt = 4
	case Percent:
		s.NumFmt = 10
	case Date:
		s.CustomNumFmt = &day
	case Moment:
		s.CustomNumFmt = &minute
	}
	return s
}

// heading writes the first row and keeps it in view.
func heading(f *excelize.File, name string, cols []Column, title func(Column) string) error {
	id, err := f.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Bold: true, Size: 11, Family: "黑体"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EEF2F7"}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
		Border:    []excelize.Border{{Type: "bottom", Color: "8A94A3", Style: 1}},
	})
	if err != nil {
		return err
	}
	for i, c := range cols {
		at, err := excelize.CoordinatesToCellName(i+1, 1)
		if err != nil {
			return err
		}
		if err := f.SetCellStr(name, at, Neutralise(title(c))); err != nil {
			return err
		}
		if err := f.SetCellStyle(name, at, at, id); err != nil {
			return err
		}
	}
	return f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// paper sets A4 across, one page wide, with the heading on each page and page numbers.
func paper(f *excelize.File, name string) error {
	size, across, wide, tall := 9, "landscape", 1, 0
	if err := f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &size, Orientation: &across, FitToWidth: &wide, FitToHeight: &tall}); err != nil {
		return err
	}
	fit := true
	if err := f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}); err != nil {
		return err
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + strings.ReplaceAll(name, "'", "''") + "'!$1:$1", Scope: name})
}

// sheetName makes a text fit for the tab of a sheet: at most 31 characters, of which a spreadsheet
// counts those beyond the first plane twice, none of :\/?*[].
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < ' ' {
			return ' '
		}
		return r
	}, s)
	units := 0
	s = strings.TrimSpace(s)
	for i, r := range s {
		if units += utf16.RuneLen(r); units > 28 {
			s = s[:i]
			break
		}
	}
	if s = strings.TrimSpace(s); s != "" {
		return s
	}
	return "列表"
}
