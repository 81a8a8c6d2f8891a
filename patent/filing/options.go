package filing

import "fmt"

// Layout is the arrangement of the files in the package.
type Layout uint8

// The layouts that occur.
const (
	Bundle    Layout = iota // 案卷包: one outer folder, List.xml, pictures 0001.jpg
	Converter               // output of the official Word converter: no outer folder, no List.xml, pictures 100003_1.jpg
)

// Options say how a package is written. The zero value is a plain bundle.
type Options struct {
	Layout    Layout
	Folder    string         // outer folder of a bundle; empty: the internal number or "anjuan"
	BOM       bool           // UTF-8 byte order mark before each XML document
	CRLF      bool           // line ends of Windows
	GBKNames  bool           // entry names in GBK without the UTF-8 flag
	Backslash bool           // backslash in entry names
	Dirs      bool           // entries for folders
	NoList    bool           // leave List.xml out of a bundle
	Tagged    bool           // sections of the description in their own elements instead of headings
	Coding    Coding         // how pictures are encoded
	Quality   int            // of JPEG, 1 to 100; 0: 90
	Pages     map[string]int // page counts to declare in place of the real ones, by form code
	Omit      []string       // form codes that stay in the lists while their files are left out
}

// Coding is the format of the picture files.
type Coding string

// The formats of pictures. The format allows JPEG and TIFF; PNG is met in practice.
const (
	JPEG Coding = "" // also the default
	PNG  Coding = "png"
	TIFF Coding = "tif"
)

// Official returns the options of the official converter as met in practice: its layout, byte
// order mark and Windows line ends.
func Official() Options { return Options{Layout: Converter, BOM: true, CRLF: true} }

// picture names the n-th picture file of a document.
func (o Options) picture(code string, n int) string {
	ext := string(o.Coding)
	if o.Coding == JPEG {
		ext = "jpg"
	}
	if o.Layout == Converter {
		return fmt.Sprintf("%s_%d.%s", code, n, ext)
	}
	return fmt.Sprintf("%04d.%s", n, ext)
}

// format is the img-format attribute.
func (o Options) format() string {
	if o.Coding == JPEG {
		return "jpg"
	}
	return string(o.Coding)
}
