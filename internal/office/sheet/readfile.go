package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"zhibao/internal/fault"
)

// noTemp is a folder that cannot exist. excelize keeps what it cannot put into a temporary
// file in memory, and uploaded lists must not reach the disk in clear.
const noTemp = "/dev/null/none"

// broken is the fault of a file that is no list; the cause is for the log.
func broken(err error) error {
	return fault.New(fault.Invalid, "sheet.broken", "文件已损坏或不是表格文件，请在表格软件中打开并另存为 .xlsx 后上传").Because(err)
}

// readXLSX returns the lines of the first visible sheet.
func readXLSX(data []byte, lim Limits) (lines []line, err error) {
	// The parser is not ours and the file is a stranger's: if it panics the file is broken.
	defer func() {
		if p := recover(); p != nil {
			lines, err = nil, broken(fmt.Errorf("panic: %v", p))
		}
	}()
	if err := inspect(data, lim); err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: lim.Bytes, UnzipXMLSizeLimit: lim.Bytes, TmpDir: noTemp,
	})
	if err != nil {
		return nil, broken(err)
	}
	defer f.Close()
	props, err := f.GetWorkbookProps()
	if err != nil {
		return nil, broken(err)
	}
	// Templates have a second sheet of notes and perhaps a hidden one of choices.
	name := ""
	for _, s := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(s); err == nil && visible {
			name = s
			break
		}
	}
	return sheetLines(f, name, props.Date1904 != nil && *props.Date1904, lim)
}

// sheetLines reads every row twice: as it is stored, for numbers and days, and as it is shown,
// for text.
func sheetLines(f *excelize.File, name string, dates1904 bool, lim Limits) (lines []line, err error) {
	stored, err := f.Rows(name)
	if err != nil {
		return nil, broken(err)
	}
	defer stored.Close()
	shown, err := f.Rows(name)
	if err != nil {
		return nil, broken(err)
	}
	defer shown.Close()
	for n := 1; stored.Next() && shown.Next(); n++ {
		cells, err := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, broken(err)
		}
		texts, err := shown.Columns(excelize.Options{})
		if err != nil {
			return nil, broken(err)
		}
		if cells, err = bound(cells, lim); err != nil {
			return nil, err
		}
		if len(cells) == 0 {
			continue
		}
		if len(lines) > lim.Rows+headingRows+20 {
			return nil, tooLarge("表格超过 %d 行，请拆分后分次上传", lim.Rows)
		}
		lines = append(lines, line{number: n, cells: cells, shown: texts, dates1904: dates1904})
	}
	return lines, nil
}

// bound drops empty cells at the end and refuses a row that is too wide.
func bound(cells []string, lim Limits) ([]string, error) {
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) > lim.Columns {
		return nil, tooLarge("表格超过 %d 列，请使用模板", lim.Columns)
	}
	return cells, nil
}

// inspect refuses an archive that would unpack to too much, before anything keeps it: too many
// parts, too many bytes, too many elements.
func inspect(data []byte, lim Limits) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return broken(err)
	}
	if len(z.File) > 500 {
		return tooLarge("文件内部件过多，请另存为新的 .xlsx 后上传")
	}
	left, tags := lim.Bytes, max(1_000_000, 8*lim.Rows*min(lim.Columns, 20))
	for _, part := range z.File {
		n, t, err := weigh(part, left)
		if err != nil {
			return broken(err)
		}
		if left, tags = left-n, tags-t; left < 0 || tags < 0 {
			return tooLarge("表格内容过多，请只保留需要的行列，拆分后分次上传")
		}
	}
	return nil
}

// weigh returns the bytes and the angle brackets of a part, reading at most one byte more than
// is allowed.
func weigh(part *zip.File, allowed int64) (size int64, tags int, err error) {
	body, err := part.Open()
	if err != nil {
		return 0, 0, err
	}
	defer body.Close()
	src := io.LimitReader(body, allowed+1)
	buf := make([]byte, 32<<10)
	for {
		n, err := src.Read(buf)
		size += int64(n)
		tags += bytes.Count(buf[:n], []byte("<"))
		if errors.Is(err, io.EOF) {
			return size, tags, nil
		}
		if err != nil {
			return size, tags, err
		}
	}
}

// readCSV returns the lines of a text file. Comma, semicolon and tab separate, whichever the
// first lines have most.
func readCSV(data []byte, lim Limits) ([]line, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	first := text[:min(len(text), 4096)]
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	for _, comma := range ";\t" {
		if strings.Count(first, string(comma)) > strings.Count(first, string(in.Comma)) {
			in.Comma = comma
		}
	}
	var lines []line
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, broken(err)
		}
		number, _ := in.FieldPos(0)
		if cells, err = bound(cells, lim); err != nil {
			return nil, err
		}
		if len(cells) == 0 {
			continue
		}
		if len(lines) > lim.Rows+headingRows+20 {
			return nil, tooLarge("表格超过 %d 行，请拆分后分次上传", lim.Rows)
		}
		lines = append(lines, line{number: number, cells: cells})
	}
}

// decode returns the text of a file in UTF-8 or UTF-16 with mark, in UTF-8 without, or else in
// GB 18030, of which GBK is a part.
func decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), bytes.HasPrefix(data, []byte("\xFE\xFF")):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", broken(err)
		}
		return string(out), nil
	case utf8.Valid(data):
		if bytes.IndexByte(data, 0) >= 0 {
			return "", broken(errors.New("binary file"))
		}
		return strings.TrimPrefix(string(data), "\uFEFF"), nil
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || bytes.IndexByte(out, 0) >= 0 {
		return "", broken(err)
	}
	return string(out), nil
}
