package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// heavy is the blue part of the text colour by which the canvas marks text to be drawn heavier;
// gopdf has no text rendering mode.
const heavy = 1

// finish mends what gopdf writes and compresses it: the table from glyphs to characters, in
// which gopdf writes characters beyond U+FFFF in a form that no reader understands; heavier
// text; the information dictionary, which must be an object; language and identifier. The number of a copy stands
// among the information too, where there is one.
func finish(raw []byte, heading, copied string) ([]byte, error) {
	objects, err := objectsOf(raw)
	if err != nil {
		return nil, err
	}
	for i, o := range objects {
		switch {
		case bytes.Contains(o, []byte("/Type /Catalog")):
			objects[i] = bytes.Replace(o, []byte("/Type /Catalog"),
				[]byte("/Type /Catalog\n  /Lang (zh-CN)\n  /ViewerPreferences << /DisplayDocTitle true >>"), 1)
		case bytes.Contains(o, []byte("begincmap")):
			objects[i], err = stream(cmap(o))
		case bytes.Contains(o, []byte("stream\n")) && !bytes.Contains(o, []byte("/Filter")):
			objects[i], err = stream(weigh(body(o)))
		}
		if err != nil {
			return nil, err
		}
	}
	if copied != "" {
		copied = " /Keywords <FEFF" + utf16Hex(copied) + ">"
	}
	objects = append(objects, []byte("<< /Title <FEFF"+utf16Hex(heading)+">"+copied+" /Producer (zhibao) >>\n"))
	return assemble(objects), nil
}

// objectsOf cuts a file by its cross-reference table into objects without their frame.
func objectsOf(raw []byte) ([][]byte, error) {
	_, tail, ok := bytes.Cut(raw[max(0, len(raw)-64):], []byte("startxref\n"))
	table, err := strconv.Atoi(strings.TrimSpace(string(bytes.TrimSuffix(bytes.TrimSpace(tail), []byte("%%EOF")))))
	if !ok || err != nil || table < 0 || table > len(raw) {
		return nil, fmt.Errorf("no cross-reference table")
	}
	var starts []int
	// The first three lines are the word xref, the range, and the entry of the free list.
	for _, line := range strings.Split(string(raw[table:]), "\n")[3:] {
		if !strings.HasSuffix(line, " 00000 n ") {
			break
		}
		at, err := strconv.Atoi(line[:10])
		if err != nil || at > table {
			return nil, fmt.Errorf("cross-reference table: %q", line)
		}
		starts = append(starts, at)
	}
	var out [][]byte
	for i, at := range starts {
		end := table
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		o := raw[at:end]
		first, last := bytes.Index(o, []byte(" obj\n")), bytes.LastIndex(o, []byte("endobj"))
		if first < 0 || last < first {
			return nil, fmt.Errorf("object %d is not framed", i+1)
		}
		out = append(out, o[first+5:last])
	}
	return out, nil
}

// body returns the content of a plain stream.
func body(o []byte) []byte {
	_, rest, _ := bytes.Cut(o, []byte("stream\n"))
	return rest[:max(bytes.LastIndex(rest, []byte("endstream")), 0)]
}

// stream returns a compressed stream object.
func stream(data []byte) ([]byte, error) {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\n", z.Len(), z.Bytes()), nil
}

// marked is a text whose colour says that it is heavy; its font size comes before.
var marked = regexp.MustCompile(`(?s)(/F[0-9]+ )([0-9.]+)( Tf [-0-9.]+ Tc\n)([0-9.]+) ([0-9.]+) 0\.004 rg\n(.*?)ET\n`)

// weigh draws marked text with an outline of a fortieth of its size.
func weigh(content []byte) []byte {
	return marked.ReplaceAllFunc(content, func(m []byte) []byte {
		p := marked.FindSubmatch(m)
		size, _ := strconv.ParseFloat(string(p[2]), 64) // the expression admits only digits and dots
		return fmt.Appendf(nil, "%s%s%s%s %s 0 rg %s %s 0 RG %.2f w 2 Tr\n%s0 Tr\nET\n", p[1], p[2], p[3], p[4], p[5], p[4], p[5], size/40, p[6])
	})
}

// mapping is a line of gopdf's table: first and last glyph, which are the same, and character.
var mapping = regexp.MustCompile(`<([0-9A-F]{4})><[0-9A-F]{4}><([0-9A-F]+)>`)

// cmap writes the table from glyphs to characters anew: UTF-16, each glyph once, at most 100
// lines a section as the format demands.
func cmap(o []byte) []byte {
	var lines []string
	seen := map[string]bool{}
	for _, m := range mapping.FindAllStringSubmatch(string(o), -1) {
		r, err := strconv.ParseInt(m[2], 16, 32)
		if err != nil || seen[m[1]] {
			continue
		}
		seen[m[1]] = true
		lines = append(lines, "<"+m[1]+"> <"+utf16Hex(string(rune(r)))+">\n")
	}
	slices.Sort(lines)
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for part := range slices.Chunk(lines, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n%sendbfchar\n", len(part), strings.Join(part, ""))
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

// utf16Hex returns a text in UTF-16, most significant byte first, as hexadecimal digits.
func utf16Hex(s string) string {
	out := ""
	for _, u := range utf16.Encode([]rune(s)) {
		out += fmt.Sprintf("%04X", u)
	}
	return out
}

// assemble numbers the objects and writes the file; the last object is the information
// dictionary. The identifier is a digest of the content.
func assemble(objects [][]byte) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	starts := make([]int, len(objects))
	for i, o := range objects {
		starts[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s", i+1, o)
		if !bytes.HasSuffix(o, []byte("\n")) {
			b.WriteByte('\n')
		}
		b.WriteString("endobj\n")
	}
	id, table := sha256.Sum256(b.Bytes()), b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range starts {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R /ID [<%X> <%X>] >>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, len(objects), id[:16], id[:16], table)
	return b.Bytes()
}
