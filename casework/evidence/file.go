package evidence

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"zhibao/casework"
	"zhibao/internal/blob"
	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/internal/web/form"
)

// A File is one file of an exhibit in the encrypted store, exactly as it was sent.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	Media  string `json:"media"` // as its content says
	SHA256 string `json:"sha256"`
	SM3    string `json:"sm3"`
	Blob   string `json:"blob"`
}

// maxFile bounds one file: a recording of a few hours.
const maxFile = 500 << 20

// place is where the files of a case's evidence lie in the encrypted store.
func place(caseID int64) string { return fmt.Sprintf("evidence/%d/file", caseID) }

// A media type, the ends of the names that go with it, and how its content begins.
type media struct {
	kind  string
	ends  string // with spaces around each
	magic func(head []byte) bool
}

func begins(s string) func([]byte) bool {
	return func(head []byte) bool { return bytes.HasPrefix(head, []byte(s)) }
}

func holds(at int, s string) func([]byte) bool {
	return func(head []byte) bool { return len(head) >= at+len(s) && string(head[at:at+len(s)]) == s }
}

// types are the files that can be evidence. What a browser would run, and programs, are not among
// them; what cannot be known by its beginning is text.
func types() []media {
	return []media{
		{"application/pdf", " .pdf ", begins("%PDF-")},
		{"image/jpeg", " .jpg .jpeg ", begins("\xff\xd8\xff")},
		{"image/png", " .png ", begins("\x89PNG\r\n\x1a\n")},
		{"image/gif", " .gif ", begins("GIF8")},
		{"image/bmp", " .bmp ", begins("BM")},
		{"image/tiff", " .tif .tiff ", func(h []byte) bool { return begins("II*\x00")(h) || begins("MM\x00*")(h) }},
		{"image/webp", " .webp ", holds(8, "WEBP")},
		{"video/mp4", " .mp4 .m4v .mov .m4a ", holds(4, "ftyp")},
		{"video/webm", " .webm .mkv ", begins("\x1aE\xdf\xa3")},
		{"video/x-msvideo", " .avi ", holds(8, "AVI ")},
		{"audio/wav", " .wav ", holds(8, "WAVE")},
		{"audio/ogg", " .ogg .oga .ogv .opus ", begins("OggS")},
		{"audio/mpeg", " .mp3 ", func(h []byte) bool { return begins("ID3")(h) || len(h) > 1 && h[0] == 0xff && h[1]&0xe0 == 0xe0 }},
		{"application/zip", " .zip .docx .xlsx .pptx .ofd ", begins("PK\x03\x04")},
		{"application/x-ole", " .doc .xls .ppt ", begins("\xd0\xcf\x11\xe0")},
		{"application/timestamped-data", " .tsr .tst .p7s .tsd ", begins("0")},
		{"text/plain", " .txt .csv .json .xml .eml .log .md ", func(h []byte) bool { return !bytes.ContainsRune(h, 0) }},
	}
}

// MediaTypes lists the media types that a file of an exhibit can have.
func MediaTypes() (out []string) {
	for _, t := range types() {
		out = append(out, t.kind)
	}
	return out
}

// Accepted are the ends of the names of files that can be evidence, as a form offers them.
func Accepted() string {
	var out []string
	for _, t := range types() {
		out = append(out, strings.Fields(t.ends)...)
	}
	return strings.Join(out, ",")
}

// Media returns what a file is by its content, which must agree with the end of its name. A file that
// claims to be something else is refused.
func Media(name string, head []byte) (string, error) {
	end := " " + strings.ToLower(path.Ext(name)) + " "
	for _, t := range types() {
		if !strings.Contains(t.ends, end) || end == "  " {
			continue
		}
		if !t.magic(head) {
			return "", fault.New(fault.Invalid, "evidence.media", "文件“%s”的内容与扩展名不符，请核对是否选错或改过扩展名；确需提交的，请按其真实格式命名后重新上传", name).At("files")
		}
		return t.kind, nil
	}
	return "", fault.New(fault.Invalid, "evidence.type", "文件“%s”的格式不在可提交之列，请转换为 PDF、图片、音视频、办公文档或 ZIP 后重新上传", name).At("files")
}

// Recording reports whether a file is sound or moving pictures by its name.
func Recording(name string) bool {
	end := " " + strings.ToLower(path.Ext(name)) + " "
	return slices.ContainsFunc(types(), func(t media) bool {
		return strings.Contains(t.ends, end) && (strings.HasPrefix(t.kind, "video/") || strings.HasPrefix(t.kind, "audio/"))
	})
}

// Keep stores files as they are and returns what is known of them. It is for the slow part of a move,
// before its transaction; Add then refers to them.
func (d *Desk) Keep(ctx context.Context, key seal.Key, caseID int64, files ...form.File) (out []File, err error) {
	defer fault.Wrap(&err, "keep evidence")
	if d.Screen != nil {
		if err := d.Screen(ctx, files); err != nil {
			return nil, err
		}
	}
	for _, f := range files {
		if f.IsZero() {
			continue
		}
		one, err := d.keep(ctx, key, caseID, f)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

func (d *Desk) keep(ctx context.Context, key seal.Key, caseID int64, f form.File) (File, error) {
	r, err := f.Open()
	if err != nil {
		return File{}, err
	}
	defer r.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return File{}, fault.New(fault.Invalid, "evidence.blank", "文件“%s”是空的，请重新选择", f.Name).At("files").Because(err)
	}
	kind, err := Media(f.Name, head[:n])
	if err != nil {
		return File{}, err
	}
	digest := sm3.New()
	ref, err := d.Blobs.Put(ctx, key, place(caseID), io.TeeReader(io.MultiReader(bytes.NewReader(head[:n]), r), digest), maxFile)
	return File{Name: f.Name, Size: ref.Size, Media: kind, SHA256: ref.SHA256, SM3: fmt.Sprintf("%x", digest.Sum(nil)), Blob: ref.Address}, err
}

// Open opens file i of an exhibit that the actor has been shown. Original says that the bytes as they
// were sent are wanted: of a picture of another side, which may say where and with what it was taken,
// only the picture made of it is for the others, see Picture.
func (d *Desk) Open(ctx context.Context, tx *store.Tx, o *casework.Office, x *Exhibit, i int) (*blob.File, error) {
	if i < 0 || i >= len(x.Files) {
		return nil, missing()
	}
	key, err := o.Keys.CaseKey(ctx, tx, x.Case)
	if err != nil {
		return nil, err
	}
	f := x.Files[i]
	return d.Blobs.Open(ctx, key, blob.Ref{Address: f.Blob, Place: place(x.Case), SHA256: f.SHA256, Size: f.Size})
}

// Image reports whether the file is a picture.
func (f *File) Image() bool { return strings.HasPrefix(f.Media, "image/") }

// Whole reports whether the actor may have the file as it was sent: its own side, and the staff who
// read the whole text of the case. Others get pictures without what the camera wrote into them.
func Whole(o *casework.Office, a casework.Actor, k *casework.Case, x *Exhibit, f *File) bool {
	if !f.Image() || a.Is(casework.System) {
		return true
	}
	if a.Party != 0 {
		return x.Side == sideOf(o.ChartOf(k.Chart), k, a.Party)
	}
	return o.Policy.May(a.Subject, casework.ActText, k.Object())
}

// Filed lists the files of the exhibits of a case that were handed in from a time on.
func Filed(ctx context.Context, tx *store.Tx, o *casework.Office, caseID int64, since time.Time) (out []blob.Kept, err error) {
	all, _, err := load(ctx, tx, o, caseID)
	for _, x := range all {
		for _, f := range x.Files {
			if !x.At.Before(since) {
				out = append(out, blob.Kept{Ref: blob.Ref{Address: f.Blob, Place: place(caseID), SHA256: f.SHA256, Size: f.Size}, Name: f.Name, At: x.At})
			}
		}
	}
	return out, err
}
