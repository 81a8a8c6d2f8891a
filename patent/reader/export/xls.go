package export

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"sort"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"

	"zhibao/internal/fault"
)

// The records of a workbook of Excel 97 to 2003 that hold cells.
const (
	recBOF, recEOF, recSheet, recContinue, recShared = 0x809, 0x0A, 0x85, 0x3C, 0xFC
	recLabelShared, recLabel, recNumber, recRK       = 0xFD, 0x204, 0x203, 0x27E
	recMulRK, recFormula, recString, recPassword     = 0xBD, 0x06, 0x207, 0x2F
)

// maxCells bounds the cells of an old workbook, which has 65,536 rows at most.
const maxCells = 8_000_000

// sheetRows are rows that are in memory.
type sheetRows struct {
	rows []Row
	at   int
}

// next gives them out.
func (s *sheetRows) next() (Row, error) {
	if s.at >= len(s.rows) {
		return Row{}, io.EOF
	}
	s.at++
	return s.rows[s.at-1], nil
}

// damaged is the message for a workbook that cannot be read.
func damaged(name string, err error) error {
	return fault.New(fault.Invalid, "export.damaged", "文件“%s”已损坏、加了密码或不是表格，请在表格软件中打开并另存为 .xlsx 后再导入", name).At(name).Because(err)
}

// openXLS reads an old workbook: its sheets, one after the other.
func openXLS(name string, data []byte) (r rows, err error) {
	// Its inner offsets are a stranger's: one that leads nowhere means a damaged file.
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, damaged(name, errors.New("offset out of range"))
		}
	}()
	doc, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return nil, damaged(name, err)
	}
	for entry, err := doc.Next(); err == nil; entry, err = doc.Next() {
		if entry.Name != "Workbook" && entry.Name != "Book" {
			continue
		}
		stream, err := io.ReadAll(io.LimitReader(entry, int64(len(data))))
		if err != nil {
			return nil, damaged(name, err)
		}
		b := biff{}
		if err := b.read(stream); err != nil {
			return nil, damaged(name, err)
		}
		return &sheetRows{rows: b.out}, nil
	}
	return nil, damaged(name, errors.New("no workbook"))
}

// A biff is a workbook while it is read.
type biff struct {
	shared []string
	names  []string
	sheet  int                    // number of the one that is read, from 1
	cells  map[int]map[int]string // of the sheet, by row and column
	count  int
	depth  int    // charts stand within sheets
	result [2]int // cell of a formula whose text follows
	out    []Row
}

var errWorkbook = errors.New("export: the records of the workbook are broken")

// read goes through the records.
func (b *biff) read(s []byte) error {
	for len(s) >= 4 {
		kind, n := binary.LittleEndian.Uint16(s), int(binary.LittleEndian.Uint16(s[2:]))
		if len(s) < 4+n {
			return errWorkbook
		}
		body := s[4 : 4+n]
		s = s[4+n:]
		switch kind {
		case recPassword:
			return errWorkbook
		case recShared:
			// A long list of texts goes on in further records.
			parts := [][]byte{body}
			for len(s) >= 4 && binary.LittleEndian.Uint16(s) == recContinue {
				n := int(binary.LittleEndian.Uint16(s[2:]))
				if len(s) < 4+n {
					return errWorkbook
				}
				parts = append(parts, s[4:4+n])
				s = s[4+n:]
			}
			b.strings(parts)
		case recSheet:
			if len(body) > 8 {
				s, _ := characters(body[8:], int(body[6]), body[7]&1 != 0)
				b.names = append(b.names, s)
			}
		case recBOF:
			if b.depth++; b.depth == 1 {
				b.cells = map[int]map[int]string{}
			}
		case recEOF:
			if b.depth--; b.depth == 0 {
				b.table()
				b.sheet++
			}
		default:
			b.cell(kind, body)
		}
		if b.count > maxCells {
			return errWorkbook
		}
	}
	return nil
}

// set puts a cell.
func (b *biff) set(row, col int, v string) {
	if v == "" || col >= maxColumns || b.cells == nil {
		return
	}
	if b.cells[row] == nil {
		b.cells[row] = map[int]string{}
	}
	b.cells[row][col] = v
	b.count++
}

// cell reads a record that holds one cell or several.
func (b *biff) cell(kind uint16, d []byte) {
	if len(d) < 6 {
		if kind == recString && len(d) >= 3 {
			b.set(b.result[0], b.result[1], plainString(d))
		}
		return
	}
	row, col := int(binary.LittleEndian.Uint16(d)), int(binary.LittleEndian.Uint16(d[2:]))
	switch {
	case kind == recLabelShared && len(d) >= 10:
		if i := int(binary.LittleEndian.Uint32(d[6:])); i < len(b.shared) {
			b.set(row, col, b.shared[i])
		}
	case kind == recLabel && len(d) >= 9:
		b.set(row, col, plainString(d[6:]))
	case kind == recNumber && len(d) >= 14:
		b.set(row, col, number(math.Float64frombits(binary.LittleEndian.Uint64(d[6:]))))
	case kind == recRK && len(d) >= 10:
		b.set(row, col, number(rk(binary.LittleEndian.Uint32(d[6:]))))
	case kind == recMulRK:
		for i := 4; i+6 <= len(d)-2; i += 6 {
			b.set(row, col, number(rk(binary.LittleEndian.Uint32(d[i+2:]))))
			col++
		}
	case kind == recFormula && len(d) >= 14:
		if d[12] == 0xFF && d[13] == 0xFF { // a text, which follows
			b.result = [2]int{row, col}
			return
		}
		b.set(row, col, number(math.Float64frombits(binary.LittleEndian.Uint64(d[6:]))))
	case kind == recString:
		b.set(b.result[0], b.result[1], plainString(d))
	}
}

// rk is a number in the short form of the format.
func rk(v uint32) float64 {
	var f float64
	if v&2 != 0 {
		f = float64(int32(v) >> 2)
	} else {
		f = math.Float64frombits(uint64(v&^3) << 32)
	}
	if v&1 != 0 {
		f /= 100
	}
	return f
}

// number writes a number as a person would.
func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// plainString reads a text with its length and its width in front.
func plainString(d []byte) string {
	if len(d) < 3 {
		return ""
	}
	n, wide := int(binary.LittleEndian.Uint16(d)), d[2]&1 != 0
	s, _ := characters(d[3:], n, wide)
	return strings.TrimSpace(s)
}

// characters reads n characters and returns how many bytes they took.
func characters(d []byte, n int, wide bool) (string, int) {
	// Narrow ones are Latin letters.
	if !wide {
		n = min(n, len(d))
		runes := make([]rune, n)
		for i, c := range d[:n] {
			runes[i] = rune(c)
		}
		return string(runes), n
	}
	n = min(n, len(d)/2)
	units := make([]uint16, n)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(d[2*i:])
	}
	return string(utf16.Decode(units)), 2 * n
}

// A shared is the texts that cells share, over several records.
type shared struct {
	parts    [][]byte
	part, at int
}

// left is what is left of the record that is read, of the next one at its end, nil at the end of all.
func (s *shared) left() []byte {
	for s.part < len(s.parts) && s.at >= len(s.parts[s.part]) {
		s.part, s.at = s.part+1, 0
	}
	if s.part >= len(s.parts) {
		return nil
	}
	return s.parts[s.part][s.at:]
}

// skip passes over formats and phonetic signs behind a text.
func (s *shared) skip(n int) {
	for n > 0 && s.left() != nil {
		m := min(n, len(s.left()))
		s.at, n = s.at+m, n-m
	}
}

// words reads n characters. A text that goes on in the next record says anew how wide they are.
func (s *shared) words(n int, wide bool) string {
	var sb strings.Builder
	for n > 0 {
		here := s.part
		d := s.left()
		if d == nil {
			break
		}
		if s.part != here {
			wide = d[0]&1 != 0
			s.at++
			d = s.left()
		}
		text, took := characters(d, n, wide)
		if took == 0 {
			break
		}
		sb.WriteString(text)
		s.at += took
		if wide {
			took /= 2
		}
		n -= took
	}
	return strings.TrimSpace(sb.String())
}

// strings reads the texts that cells share. Two counts stand in front of them.
func (b *biff) strings(parts [][]byte) {
	s := shared{parts: parts, at: 8}
	for {
		d := s.left()
		if len(d) < 3 {
			return
		}
		n, flags := int(binary.LittleEndian.Uint16(d)), d[2]
		s.at += 3
		runs, more := 0, 0
		if flags&8 != 0 && len(s.left()) >= 2 {
			runs = int(binary.LittleEndian.Uint16(s.left()))
			s.at += 2
		}
		if flags&4 != 0 && len(s.left()) >= 4 {
			more = int(binary.LittleEndian.Uint32(s.left()))
			s.at += 4
		}
		b.shared = append(b.shared, s.words(n, flags&1 != 0))
		s.skip(4*runs + more)
	}
}

// table puts the cells of a sheet in order.
func (b *biff) table() {
	name := ""
	if b.sheet > 0 && b.sheet <= len(b.names) { // the first part of the stream is the book itself
		name = b.names[b.sheet-1]
	}
	var at []int
	for row := range b.cells {
		at = append(at, row)
	}
	sort.Ints(at)
	for _, row := range at {
		last := 0
		for col := range b.cells[row] {
			last = max(last, col)
		}
		cells := make([]string, last+1)
		for col, v := range b.cells[row] {
			cells[col] = v
		}
		b.out = append(b.out, Row{Sheet: name, Line: row + 1, Cells: cells})
	}
}
