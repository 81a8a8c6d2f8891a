package copied

import (
	"archive/zip"
	"bytes"
	"image"
	_ "image/gif"  // a copy may have been
	_ "image/jpeg" // saved in another format
	_ "image/png"
	"io"
	"regexp"
	"strings"

	_ "golang.org/x/image/webp"

	"zhibao/internal/fault"
	"zhibao/internal/imprint"
	"zhibao/internal/office/pdftext"
	"zhibao/internal/web/form"
)

// Bounds of what is looked at for a number: bytes of a file, pixels of a picture, entries of an archive and bytes of
// each; and how many numbers of one file are looked up.
const (
	maxFile    = 64 << 20
	maxPixels  = 100_000_000
	maxEntries = 200
	maxEntry   = 4 << 20
	maxFound   = 20
)

// errNone says that there is nothing to look for.
func errNone() error {
	return fault.New(fault.Invalid, "copied.none", "没有找到副本编号：请核对输入的编号（形如 7K2M-9QXA-D3F5），或上传带有编号的图片、PDF、DOCX、ZIP 文件（保持原文件名）")
}

// numbers returns the numbers that somebody typed, and those in the file that was sent.
func numbers(in *searchForm) ([]string, error) {
	out := imprint.Find(in.Text)
	if !in.File.IsZero() {
		data, err := whole(in.File)
		if err != nil {
			return nil, err
		}
		out = append(out, Within(in.File.Name, data)...)
	}
	if len(out) == 0 {
		return nil, errNone()
	}
	return out, nil
}

// whole reads a file that was sent.
func whole(f form.File) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(io.LimitReader(in, maxFile))
}

// Within finds the numbers in a copy: in the bars below a picture, the text of a PDF, the comment and the parts of a
// document or archive, the text of anything else, and the name of the file.
func Within(name string, data []byte) []string {
	found := name
	switch {
	case bytes.HasPrefix(data, []byte("PK")):
		found += "\n" + inArchive(data)
	case bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")):
		found += "\n" + pdftext.Read(data).Words
	default:
		if id := inPicture(data); id != "" {
			found += "\n" + id
		} else {
			found += "\n" + string(data[:min(len(data), maxEntry)])
		}
	}
	return imprint.Find(found)
}

// inPicture reads the bars of a picture, whose size is looked at before it is decoded.
func inPicture(data []byte) string {
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.Width*cfg.Height > maxPixels {
		return ""
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return ""
	}
	id, _ := imprint.Read(img)
	return id
}

// tags are the marks of XML, which stand within words.
var tags = regexp.MustCompile(`<[^>]*>`)

// inArchive is the comment of an archive, and the words of the parts that programs write: feet of pages and notes.
func inArchive(data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return ""
	}
	out := z.Comment
	for _, f := range z.File[:min(len(z.File), maxEntries)] {
		if !strings.HasPrefix(f.Name, "word/footer") && f.Name != noteFile {
			continue
		}
		in, err := f.Open()
		if err != nil {
			continue
		}
		part, err := io.ReadAll(io.LimitReader(in, maxEntry))
		in.Close()
		if err == nil {
			out += "\n" + tags.ReplaceAllString(string(part), "")
		}
	}
	return out
}

// noteFile is the part of an archive that says whose copy it is.
const noteFile = "副本说明.txt"
