package secrecy_test

import (
	"context"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zhibao/patent/reader/bundle"
	"zhibao/patent/secrecy"
)

// A mark is found wherever it stands in a long text, in every encoding, also across the windows in which the
// text is read; the same text without it has none.
func TestLongText(t *testing.T) {
	gbk := func(s string) []byte {
		b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	wide := func(s string) []byte {
		b := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(s)) {
			b = binary.LittleEndian.AppendUint16(b, u)
		}
		return b
	}
	filler := strings.Repeat("一种可折叠的立杆，包括底座与支架。", 60) + "\n"
	for name, encode := range map[string]func(string) []byte{"utf-8": func(s string) []byte { return []byte(s) }, "gb18030": gbk, "utf-16": wide} {
		before := strings.Repeat(filler, 1+(9<<20)/len(encode(filler)))
		for n := range 3 {
			cut := rand.N(len([]rune(filler)))
			at := len(before) * (n + 1) / 4
			at -= at % len(filler)
			front := before[:at] + string([]rune(filler)[:cut])
			for _, mark := range []string{"机 密★十年", "机密"} {
				m, _, err := secrecy.Find(context.Background(), []bundle.File{bundle.Memory("a.txt", encode(front+mark+before[at:]))})
				if err != nil || (m != nil) != strings.Contains(mark, "★") {
					t.Errorf("%s: %s after %d characters: %v, %v", name, mark, at, m, err)
				}
			}
		}
	}
	page := "<p>" + strings.Repeat(filler, (5<<20)/len(filler)) + "秘<b>密</b>★</p>"
	if m, _, err := secrecy.Find(context.Background(), []bundle.File{bundle.Memory("a.xml", []byte(page))}); m == nil || err != nil {
		t.Errorf("between tags: %v, %v", m, err)
	}
}

// noise is a recording: bytes of no text, made while they are read.
type noise struct{ left int64 }

func (n *noise) Read(b []byte) (int, error) {
	if n.left == 0 {
		return 0, io.EOF
	}
	got := min(int64(len(b)), n.left)
	for i := range b[:got] {
		b[i] = byte(i*7) | 0x80
	}
	n.left -= got
	return int(got), nil
}

// A large file of any sort takes little memory; one that cannot be read in pieces needs the word of its sender.
func TestLargeFileTakesLittleMemory(t *testing.T) {
	const size = 66 << 20
	for _, name := range []string{"a.mp4", "a.txt", "a.pdf"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, unread, err := secrecy.Find(context.Background(), []bundle.File{{Name: name, Size: size, Open: func() (io.ReadCloser, error) { return io.NopCloser(&noise{size}), nil }}})
		runtime.ReadMemStats(&after)
		if err != nil || (len(unread) == 1) != (name == "a.pdf") {
			t.Errorf("%s: %v, %v", name, unread, err)
		}
		if live := int64(after.HeapSys) - int64(before.HeapSys); live > 100<<20 {
			t.Errorf("%s takes %d MB", name, live>>20)
		}
	}
}
