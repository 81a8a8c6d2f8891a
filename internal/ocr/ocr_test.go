package ocr

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
	_ "golang.org/x/image/tiff"

	"zhibao/internal/confine"
	"zhibao/internal/fault"
	"zhibao/internal/imagery"
	"zhibao/internal/sharedata"
)

// engine returns the engine of this machine.
func engine(t *testing.T) *Engine {
	t.Helper()
	e, err := Find(t.Context())
	if err != nil {
		t.Skip("the engine is not installed: ", fault.MessageOf(err))
	}
	return e
}

// written is a sheet with the words, four times as large as the font.
func written(text string) image.Image {
	small := image.NewGray(image.Rect(0, 0, 7*len(text), 13))
	draw.Draw(small, small.Bounds(), image.White, image.Point{}, draw.Src)
	d := font.Drawer{Dst: small, Src: image.Black, Face: basicfont.Face7x13, Dot: fixed.P(0, 11)}
	d.DrawString(text)
	out := image.NewGray(image.Rect(0, 0, 28*len(text)+200, 300))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	for y := range 52 {
		for x := range 28 * len(text) {
			out.SetGray(100+x, 120+y, small.GrayAt(x/4, y/4))
		}
	}
	return out
}

func TestRead(t *testing.T) {
	e := engine(t)
	got, err := e.Read(t.Context(), written("PRESSURE VALVE"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"PRESSURE", "VALVE"} {
		i := slices.IndexFunc(got, func(w imagery.Word) bool { return w.Text == want })
		if i < 0 || got[i].Sure < 30 || got[i].Y < 100 || got[i].Y > 180 || got[i].H > 60 {
			t.Errorf("%q is missing or misplaced: %+v", want, got)
		}
	}
	if e.Version == "" || !strings.HasPrefix(e.Name(), "Tesseract ") {
		t.Errorf("%+v", e)
	}
}

// TestLeavesNothing: no file appears where programs put their temporary ones.
func TestLeavesNothing(t *testing.T) {
	e := engine(t)
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	if _, err := e.Read(t.Context(), written("CANARY 0123456789")); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestSlowEngine: an engine that never ends is ended, one that fails or babbles is an error, and what
// it says of itself is not repeated.
func TestSlowEngine(t *testing.T) {
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("no shell here")
	}
	make := func(script string) *Engine {
		path := filepath.Join(t.TempDir(), "tesseract")
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o755); err != nil {
			t.Fatal(err)
		}
		return &Engine{Path: path, Languages: []string{"eng"}, turn: make(chan struct{}, 1)}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	begin := time.Now()
	if _, err := make("exec sleep 60").Read(ctx, written("A")); !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) > 10*time.Second {
		t.Errorf("%v after %v", err, time.Since(begin))
	}
	if _, err := make("echo 示范发明内容 >&2; exit 3").Read(t.Context(), written("A")); err == nil || strings.Contains(err.Error(), "示范") {
		t.Errorf("%v", err)
	}
	if _, err := make("head -c 9000000 /dev/zero").Read(t.Context(), written("A")); !errors.Is(err, errLong) {
		t.Errorf("%v", err)
	}
	if got, err := make("ulimit -v >&2; [ $(ulimit -v) = 1048576 ] && [ $(ulimit -c) = 0 ] && [ -z \"$HOME\" ] && printf '5\\t1\\t1\\t1\\t1\\t1\\t20\\t40\\t60\\t80\\t91.5\\t图\\n5\\tshort\\n'").Read(t.Context(), written("A")); err != nil ||
		len(got) != 1 || got[0] != (imagery.Word{Text: "图", X: 8, Y: 16, W: 24, H: 32, Sure: 91}) {
		t.Errorf("the limits do not hold, or the answer is misread: %+v, %v", got, err)
	}
}

// TestApart: the engine has no network, is nobody, sees no shared memory, reads nothing of the platform, writes nothing
// and runs nothing else. The same engine without limits can, so that the probe tells one from the other.
func TestApart(t *testing.T) {
	full := engine(t).Limits
	if !full.Full() {
		zh, _ := full.Missing()
		t.Skip("this system: ", zh)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dir := t.TempDir()
	path, secret := filepath.Join(dir, "tesseract"), filepath.Join(dir, "data", "zhibao.db")
	if err := os.MkdirAll(filepath.Dir(secret), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(secret, []byte("SECRET\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	// With what a shell can do by itself.
	probe := "#!/bin/sh\n" + fmt.Sprintf(`exec 2>/dev/null
read a < %[1]s && echo "read $a"
echo x > %[2]s/left && echo wrote
/bin/true && echo ran
read a < /etc/passwd && echo other
while read -r x; do case "$x" in *:%04[3]X" 00000000:0000 0A"*) echo network;; esac; done < /proc/self/net/tcp
echo alive
`, secret, dir, l.Addr().(*net.TCPAddr).Port)
	if err := os.WriteFile(path, []byte(probe), 0o755); err != nil {
		t.Fatal(err)
	}
	full.Read, full.Run = readable(path), runnable(path)
	for want, limits := range map[string]confine.Limits{"alive": full, "read SECRET wrote ran other network alive": {}, "read SECRET wrote ran other alive": {Apart: true}} {
		out, err := (&Engine{Path: path, Limits: limits, turn: make(chan struct{}, 1)}).run(t.Context(), nil)
		if got := strings.Join(strings.Fields(string(out)), " "); err != nil && got == "" || got != want {
			t.Errorf("%+v: it did %q (%v), want %q", limits, got, err, want)
		}
	}
}

func TestAbsent(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Find(t.Context()); fault.CodeOf(err) != "ocr.absent" {
		t.Error(err)
	}
}

// TestSharedSigns measures how many of the reference signs of a published drawing are read.
func TestSharedSigns(t *testing.T) {
	e := engine(t)
	f, err := os.Open(filepath.Join(sharedata.Dir(t, "patent-xml-standards"), "data/st36_wipo_examples/st36aexample/imgaf001.tif"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	got, err := e.Read(t.Context(), img)
	if err != nil {
		t.Fatal(err)
	}
	signs := strings.Fields("10 12 14 16 18 20 22 24 26 28 30 32 34 36 38 40 42 44")
	right, wrong := 0, []string{}
	for _, w := range got {
		switch {
		case slices.Contains(signs, w.Text):
			right++
		case w.Sure >= 80 && len(w.Text) >= 2 && strings.Trim(w.Text, "0123456789") == "":
			wrong = append(wrong, w.Text)
		}
	}
	t.Logf("%d of %d signs read in %v, wrong %v", right, len(signs), time.Since(began), wrong)
	if right < len(signs)/2 || len(wrong) > 1 {
		t.Errorf("too few signs: %+v", got)
	}
}
