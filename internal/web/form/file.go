package form

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhibao/internal/web/lang"
)

// A File is a file as it was sent. Nothing about it has been checked but its name, the end
// of its name and its size: what it contains is for the receiver to find out.
type File struct {
	ID   string // of a file that was uploaded before the form, else empty
	Name string // without folders, at most 200 characters, as the sender wrote it
	Size int64
	open func() (io.ReadCloser, error)
	drop func() error
}

// NewFile returns a file whose content is read by open.
func NewFile(id, name string, size int64, open func() (io.ReadCloser, error)) File {
	return File{ID: id, Name: name, Size: size, open: open}
}

// Bytes returns a file with the given content.
func Bytes(name string, content []byte) File {
	return NewFile("", name, int64(len(content)), func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(content)), nil
	})
}

// WithDrop returns the file with what removes it where it was kept before the form was sent.
func (f File) WithDrop(drop func() error) File {
	f.drop = drop
	return f
}

// Drop removes what was kept of the file before the form was sent; a file that came with the form
// is not kept.
func (f File) Drop() error {
	if f.drop == nil {
		return nil
	}
	return f.drop()
}

// IsZero reports whether no file was sent.
func (f File) IsZero() bool { return f.open == nil }

// Open returns the content from its beginning.
func (f File) Open() (io.ReadCloser, error) {
	if f.open == nil {
		return nil, fmt.Errorf("form: no file")
	}
	return f.open()
}

// files collects what came with the form and what was uploaded before it.
func (d *decoder) files(f *Field, target reflect.Value, name string) {
	var got []File
	for _, sent := range d.in.Files[name] {
		if sent.Name != "" || sent.Size > 0 {
			got = append(got, sent)
		}
	}
	for _, id := range d.in.Values[name] {
		if id == "" {
			continue
		}
		if d.in.Uploaded == nil {
			d.badChoice(f, name)
			return
		}
		file, err := d.in.Uploaded(id)
		if err != nil {
			d.errs.add(name, "先前上传的文件已不在，请重新上传"+f.Label[0], f.Label[1]+": the uploaded file is gone, send it again")
			return
		}
		got = append(got, file)
	}
	if !d.fileRules(f, name, got) {
		return
	}
	if target.Kind() != reflect.Slice {
		if len(got) == 1 {
			target.Set(reflect.ValueOf(got[0]))
		}
		return
	}
	target.Set(reflect.ValueOf(got))
}

// fileRules checks number, size and the end of the names. Each message names its file.
func (d *decoder) fileRules(f *Field, name string, got []File) bool {
	limit := int(f.Max)
	if f.Widget == "file" {
		limit = 1
	}
	before := len(d.errs)
	switch need := int(max(f.Min, boolInt(f.Required))); {
	case len(got) < need:
		d.errs.add(name, fmt.Sprintf("请选择%s，至少 %d 个文件", f.Label[0], need), fmt.Sprintf("%s: choose at least %d file", f.Label[1], need))
	case len(got) > limit:
		d.errs.add(name, fmt.Sprintf("%s最多 %d 个文件，现有 %d 个", f.Label[0], limit, len(got)),
			fmt.Sprintf("%s: at most %d files, there are %d", f.Label[1], limit, len(got)))
	}
	for _, file := range got {
		switch {
		case file.Size > f.sizeOf(file.Name):
			most := f.sizeOf(file.Name) >> 20
			d.errs.add(name, fmt.Sprintf("文件“%s”超过 %d MB，请压缩或拆分后重新选择", file.Name, most), fmt.Sprintf("File “%s” is larger than %d MB", file.Name, most))
		case file.Size == 0:
			d.errs.add(name, fmt.Sprintf("文件“%s”是空的，请重新选择", file.Name), fmt.Sprintf("File “%s” is empty", file.Name))
		case len(f.Accept) > 0 && !slices.Contains(f.Accept, strings.ToLower(path.Ext(file.Name))):
			d.errs.add(name, fmt.Sprintf("文件“%s”的类型不符，可用：%s", file.Name, strings.Join(f.Accept, " ")),
				fmt.Sprintf("File “%s” has the wrong type; possible: %s", file.Name, strings.Join(f.Accept, " ")))
		}
	}
	return len(d.errs) == before
}

// setSizes reads the tag size: a limit for every file, and after it limits for files with an end of their own,
// as in 64M,.zip=200M.
func (f *Field) setSizes(tag string) error {
	f.Size = 20 << 20
	for i, one := range strings.FieldsFunc(tag, func(r rune) bool { return r == ',' }) {
		ext, size, own := strings.Cut(one, "=")
		if !own {
			size = ext
		}
		n, err := strconv.ParseInt(strings.TrimSuffix(size, "M"), 10, 32)
		switch {
		case err != nil:
			return fmt.Errorf("size: %w", err)
		case own != (i > 0) || own && len(f.Accept) > 0 && !slices.Contains(f.Accept, ext):
			return fmt.Errorf("size: %q is not for an end that is accepted, after the limit for all", one)
		case own:
			if f.Sizes == nil {
				f.Sizes = map[string]int64{}
			}
			f.Sizes[ext] = n << 20
		default:
			f.Size = n << 20
		}
	}
	return nil
}

// sizeOf is how many bytes a file of that name may have.
func (f *Field) sizeOf(name string) int64 {
	if n, ok := f.Sizes[strings.ToLower(path.Ext(name))]; ok {
		return n
	}
	return f.Size
}

// help is what stands beside the field: of files also how large they may be, so that nobody learns it by a
// refusal.
func (f *Field) help() lang.Text {
	if f.Kind != Files {
		return f.Help
	}
	say := f.sizes()
	for i, dot := range []string{"。", ". "} {
		if f.Help[i] != "" {
			say[i] = strings.TrimRight(f.Help[i], "。. ") + dot + say[i]
		}
	}
	return say
}

// sizes says in words how large a file may be.
func (f *Field) sizes() lang.Text {
	say := lang.Text{fmt.Sprintf("每个文件不超过 %d MB", f.Size>>20), fmt.Sprintf("At most %d MB a file", f.Size>>20)}
	if f.Widget == "file" {
		say = lang.Text{fmt.Sprintf("不超过 %d MB", f.Size>>20), fmt.Sprintf("At most %d MB", f.Size>>20)}
	}
	for _, ext := range slices.Sorted(maps.Keys(f.Sizes)) {
		say[0] += fmt.Sprintf("，%s 不超过 %d MB", ext, f.Sizes[ext]>>20)
		say[1] += fmt.Sprintf(", %s at most %d MB", ext, f.Sizes[ext]>>20)
	}
	return say
}

// CleanName keeps the last part of the path and drops what could disguise the name.
func CleanName(s string) string {
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || strange(string(r), false) || r == '\t' {
			return '_'
		}
		return r
	}, s)
	if runes := []rune(s); len(runes) > 200 {
		ext := path.Ext(s)
		if len(ext) > 10 {
			ext = ""
		}
		s = string(runes[:200-len(ext)]) + ext
	}
	return s
}
