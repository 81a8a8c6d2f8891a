package pdf

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/signintech/gopdf"
	"golang.org/x/image/font/sfnt"

	"zhibao/internal/office/font"
	"zhibao/internal/sorting"
)

// A role is what a font is used for in a paper.
type role uint8

const (
	song     role = iota // 宋体: page numbers
	fangsong             // 仿宋: body
	title                // 小标宋: head and title
	hei                  // 黑体: headings, table headings
	kai                  // 楷体: second headings, quotations
	roles
)

// Bounds of the operator's folder: bytes of a file and number of files.
const (
	maxFontFile  = 64 << 20
	maxFontFiles = 24
)

// Fonts are the typefaces for PDF. The zero value has the font of the program alone; with Dir,
// the operator's TrueType files (仿宋_GB2312.ttf, 方正小标宋简体.ttf, 黑体.ttf, 楷体_GB2312.ttf,
// Noto …) come first. They are read once, at the first paper. Fonts must not be copied.
type Fonts struct {
	Dir string // folder with .ttf files; may be empty

	once sync.Once
	set  *fontSet
	err  error
}

// Problems returns what is wrong with the operator's folder: files that are no TrueType fonts
// or may not be embedded. Papers are written without them.
func (f *Fonts) Problems() ([]string, error) {
	set, err := f.load()
	if err != nil {
		return nil, err
	}
	return set.problems, nil
}

// A face is one font file.
type face struct {
	name string // in PDF names: ASCII without blanks
	sfnt *sfnt.Font
	em   float64
	role role
	own  *font.Font // the program's font, which stands in for every role; nil for the operator's
}

// need makes sure that a glyph can be written: those of the program's font are unpacked one by one.
func (f *face) need(g sfnt.GlyphIndex) {
	if f.own != nil {
		f.own.Need(int(g))
	}
}

// A fontSet is what was loaded; it is never changed afterwards.
type fontSet struct {
	container *gopdf.FontContainer
	faces     []face
	chains    [roles][]int // faces to try for each role, in order
	problems  []string
}

// load reads the fonts at the first call. Papers are written by many at once, the files are
// read by one.
func (f *Fonts) load() (*fontSet, error) {
	f.once.Do(func() { f.set, f.err = load(f.Dir) })
	return f.set, f.err
}

// load reads the operator's files and the program's own, and makes the order in which a role
// tries them: its own files, the program's font, then whatever else may have the character.
func load(dir string) (*fontSet, error) {
	set := &fontSet{container: &gopdf.FontContainer{}}
	if dir != "" {
		if err := set.addDir(dir); err != nil {
			return nil, err
		}
	}
	program, err := font.WenKai()
	if err != nil {
		return nil, err
	}
	if err := set.add("LXGWWenKai", program.Data(), program); err != nil {
		return nil, fmt.Errorf("font of the program: %w", err)
	}
	own := len(set.faces) - 1
	for r := range roles {
		chain := []int{}
		for i, f := range set.faces {
			if f.own == nil && f.role == r {
				chain = append(chain, i)
			}
		}
		chain = append(chain, own)
		for i, f := range set.faces {
			if f.own == nil && f.role != r {
				chain = append(chain, i)
			}
		}
		set.chains[r] = chain
	}
	return set, nil
}

// addDir reads the operator's files in the order of their names. A bad file is a problem, a
// folder that cannot be read is an error.
func (s *fontSet) addDir(dir string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read font folder: %w", err)
	}
	sorting.By(files, func(a, b os.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	for _, file := range files {
		ext := strings.ToLower(filepath.Ext(file.Name()))
		switch {
		case ext == ".otf" || ext == ".ttc":
			s.problems = append(s.problems, file.Name()+"：不是 TrueType（.ttf）字体，未使用")
			continue
		case ext != ".ttf":
			continue
		case len(s.faces) == maxFontFiles:
			s.problems = append(s.problems, fmt.Sprintf("字体文件超过 %d 个，其余未使用", maxFontFiles))
			return nil
		}
		if info, err := file.Info(); err != nil || info.Size() > maxFontFile {
			s.problems = append(s.problems, file.Name()+"：无法读取或超过 64 MB，未使用")
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if err == nil {
			err = s.add(strings.TrimSuffix(file.Name(), filepath.Ext(file.Name())), data, nil)
		}
		if err != nil {
			s.problems = append(s.problems, file.Name()+"：无法作为字体使用，未使用")
		}
	}
	return nil
}

// add takes a font into the set. The font library panics on some damaged files.
func (s *fontSet) add(name string, data []byte, own *font.Font) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("damaged font: %v", p)
		}
	}()
	parsed, err := sfnt.Parse(data)
	if err != nil {
		return err
	}
	if restricted(data) {
		return fmt.Errorf("embedding is not permitted")
	}
	var buf sfnt.Buffer
	full, _ := parsed.Name(&buf, sfnt.NameIDFull) // a font without names is known by its file
	f := face{name: fmt.Sprintf("ZHIBAO+F%d", len(s.faces)), sfnt: parsed, em: float64(parsed.UnitsPerEm()), role: roleOf(name + " " + full), own: own}
	if ps, err := parsed.Name(&buf, sfnt.NameIDPostScript); err == nil && ps != "" && plainName(ps) {
		f.name = "ZHIBAO+" + ps
	}
	if slices.ContainsFunc(s.faces, func(g face) bool { return g.name == f.name }) {
		f.name += fmt.Sprintf("-%d", len(s.faces))
	}
	if err := s.container.AddTTFFontData(f.name, data); err != nil {
		return err
	}
	f.need(0) // every file has the glyph of what is missing
	s.faces = append(s.faces, f)
	return nil
}

// plainName reports whether a name can stand in a PDF without escapes.
func plainName(s string) bool {
	return len(s) < 64 && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-')
	})
}

// restricted reports whether the font's maker forbids embedding (OS/2 fsType 2).
func restricted(data []byte) bool {
	for i := 12; i+16 <= len(data) && i < 12+16*64; i += 16 {
		if bytes.Equal(data[i:i+4], []byte("OS/2")) {
			at := int(data[i+8])<<24 | int(data[i+9])<<16 | int(data[i+10])<<8 | int(data[i+11])
			return at >= 0 && at+10 <= len(data) && data[at+9]&0x0F == 2
		}
	}
	return false
}

// roleOf tells what a font is for by its name.
func roleOf(name string) role {
	name = strings.ToLower(name)
	for _, k := range []struct {
		role  role
		marks []string
	}{
		{title, []string{"小标宋", "xiaobiaosong", "xbs"}},
		{fangsong, []string{"仿宋", "fangsong", "simfang"}},
		{hei, []string{"黑", "hei", "sans"}},
		{kai, []string{"楷", "kai"}},
		{song, []string{"宋", "song", "simsun", "serif"}},
	} {
		if slices.ContainsFunc(k.marks, func(m string) bool { return strings.Contains(name, m) }) {
			return k.role
		}
	}
	return song
}
