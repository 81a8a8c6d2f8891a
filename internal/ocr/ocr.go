// Package ocr (本机文字识别) reads the words in pictures with Tesseract, where the operator has installed
// it on this machine. It is optional: without the engine everything else works as before.
//
// What is read is unpublished (专利法第二十一条第三款). The engine is a process of this machine that gets a
// picture on its input and answers on its output: no file is written, nothing is sent to anybody, and
// neither picture nor words are logged. It never sees a file of a stranger but a grey picture that this
// program drew from it, and it runs with bounded time, memory and output, an empty environment, and where the system
// allows that (Linux) without a network, without most system calls, and with no file but its own.
package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	xdraw "golang.org/x/image/draw"

	"zhibao/internal/confine"
	"zhibao/internal/fault"
	"zhibao/internal/imagery"
)

// Bounds of one picture.
const (
	maxTime   = 10 * time.Second
	maxMemory = 1 << 20 // kilobytes
	side      = 2000    // pixels of the longer side of what is read: of a published drawing with 18 signs, 14 are read so and 10 in its own size
	maxLarger = 2.5     // times a small picture is enlarged at most
	maxAnswer = 4 << 20 // bytes
	maxWords  = 2000
)

// program is the name of the engine, and shell is what sets its limits.
const (
	program = "tesseract"
	shell   = "/bin/sh"
)

// An Engine is Tesseract on this machine. It reads one picture at a time, because it would otherwise
// take the processors that the pages need.
type Engine struct {
	Path      string
	Version   string         // "5.3.0"
	Languages []string       // those that are used, "chi_sim" and "eng"
	Limits    confine.Limits // what it may not do
	turn      chan struct{}
}

// Find looks for the engine where programs are installed. The reason why there is none is a fault in
// words for the operator.
func Find(ctx context.Context) (*Engine, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "ocr.absent", "本机没有安装文字识别程序 Tesseract，请安装 tesseract-ocr 与 tesseract-ocr-chi-sim（Debian 软件包）后重新启动").Because(err)
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, err
	}
	e := &Engine{Path: path, turn: make(chan struct{}, 1)}
	// The first limits with which it also finds its languages: they may lie where nobody expects them.
	for _, l := range tries(path) {
		e.Limits = l
		if err = e.look(ctx); err == nil && slices.Contains(e.Languages, "chi_sim") {
			return e, nil
		}
	}
	if err != nil {
		return nil, fault.New(fault.Unavailable, "ocr.broken", "文字识别程序 %s 不能运行，请检查安装", path).Because(err)
	}
	return nil, fault.New(fault.Unavailable, "ocr.chinese", "文字识别程序缺少简体中文数据，请安装 tesseract-ocr-chi-sim 后重新启动")
}

// look asks the engine what it is and which languages it has.
func (e *Engine) look(ctx context.Context) error {
	version, err := e.run(ctx, nil, "--version")
	if err != nil {
		return err
	}
	list, err := e.run(ctx, nil, "--list-langs")
	if err != nil {
		return err
	}
	e.Version, e.Languages = versionOf(version), nil
	have := strings.Fields(string(list))
	for _, l := range []string{"chi_sim", "eng"} {
		if slices.Contains(have, l) {
			e.Languages = append(e.Languages, l)
		}
	}
	return nil
}

// tries are the limits from all to none: a kernel or a container may forbid some of them.
func tries(path string) (out []confine.Limits) {
	full := confine.Probe(confine.Limits{Apart: true, Filtered: true, Files: true, Read: readable(path), Run: runnable(path)})
	out = append(out, full)
	for _, drop := range []func(*confine.Limits){func(l *confine.Limits) { l.Apart = false }, func(l *confine.Limits) { l.Files = false }, func(l *confine.Limits) { l.Filtered, l.Files = false, false },
		func(l *confine.Limits) { *l = confine.Limits{} }} {
		l := full
		drop(&l)
		out = append(out, l)
	}
	return out
}

// readable is what the engine reads: libraries, its languages, and where they lie if it was installed elsewhere.
// Nothing of it is the program's.
func readable(path string) []string {
	out := []string{"/usr/share", "/usr/local/share", "/dev/urandom", "/sys/devices/system/cpu", path, os.Getenv("TESSDATA_PREFIX")}
	for _, p := range []string{path, resolved(path)} {
		if dir := filepath.Dir(p); filepath.Base(dir) == "bin" && filepath.Dir(dir) != "/" {
			out = append(out, filepath.Join(filepath.Dir(dir), "lib"), filepath.Join(filepath.Dir(dir), "share"))
		}
	}
	return slices.DeleteFunc(append(out, confine.Libraries()...), func(s string) bool { return s == "" })
}

// runnable is what the engine's process becomes: the shell that sets its limits, the loader of programs, itself.
func runnable(path string) []string {
	return append(confine.Loaders(), shell, resolved(shell), path, resolved(path))
}

// resolved is a path without links, or as it is.
func resolved(path string) string {
	if p, err := filepath.EvalSymlinks(path); err == nil {
		return p
	}
	return path
}

// Name names the engine for a report.
func (e *Engine) Name() string { return "Tesseract " + e.Version }

// versionOf takes 5.3.0 out of what the engine says of itself.
func versionOf(said []byte) string {
	words := strings.Fields(string(said))
	if len(words) < 2 {
		return ""
	}
	return strings.TrimPrefix(words[1], "v")
}

// Read returns the words in a picture, in the order in which the engine found them.
func (e *Engine) Read(ctx context.Context, img image.Image) ([]imagery.Word, error) {
	grey, factor := prepared(img)
	var in bytes.Buffer
	if err := png.Encode(&in, grey); err != nil {
		return nil, err
	}
	select {
	case e.turn <- struct{}{}:
		defer func() { <-e.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	// Sparse text: a drawing has words anywhere and no lines of text.
	out, err := e.run(ctx, &in, "stdin", "stdout", "-l", strings.Join(e.Languages, "+"), "--psm", "11", "--dpi", "150", "tsv")
	if err != nil {
		return nil, err
	}
	return words(out, factor), nil
}

// prepared draws the picture in grey on white, its longer side as long as the engine likes best.
func prepared(img image.Image) (grey *image.Gray, factor float64) {
	b := img.Bounds()
	factor = min(maxLarger, side/float64(max(b.Dx(), b.Dy(), 1)))
	w, h := max(1, int(float64(b.Dx())*factor)), max(1, int(float64(b.Dy())*factor))
	grey = image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(grey, grey.Bounds(), image.White, image.Point{}, draw.Src)
	xdraw.CatmullRom.Scale(grey, grey.Bounds(), img, b, draw.Over, nil)
	return grey, factor
}

// errLong is an answer longer than any picture has words.
var errLong = errors.New("ocr: the answer is too long")

// run runs the engine with an input. Its messages are thrown away: they may tell of what it read.
func (e *Engine) run(ctx context.Context, in io.Reader, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	cmd := bounded(ctx, e.Path, args)
	// One thread, and where its data lies if the operator says so; nothing else of our environment.
	cmd.Env = []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C"}
	if dir := os.Getenv("TESSDATA_PREFIX"); dir != "" {
		cmd.Env = append(cmd.Env, "TESSDATA_PREFIX="+dir)
	}
	cmd.Dir = string(filepath.Separator)
	cmd.Stdin = in
	cmd.WaitDelay = time.Second
	var out limited
	cmd.Stdout = &out
	err := confine.Start(cmd, e.Limits)
	if err == nil {
		err = cmd.Wait()
	}
	if err != nil {
		return nil, fmt.Errorf("run %s: %w", program, errors.Join(err, ctx.Err()))
	}
	if out.full {
		return nil, errLong
	}
	return out.kept.Bytes(), nil
}

// bounded is the command with limits on memory, processor time and core files, which a shell sets where
// there is one: a process cannot be born with other limits than its parent's.
func bounded(ctx context.Context, path string, args []string) *exec.Cmd {
	if _, err := os.Stat(shell); err != nil || runtime.GOOS != "linux" {
		return exec.CommandContext(ctx, path, args...)
	}
	limits := fmt.Sprintf(`ulimit -c 0; ulimit -v %d; ulimit -t %d; exec "$0" "$@"`, maxMemory, int(maxTime.Seconds()))
	return exec.CommandContext(ctx, shell, append([]string{"-c", limits, path}, args...)...)
}

// limited keeps the beginning of an answer.
type limited struct {
	kept bytes.Buffer
	full bool
}

// Write takes everything, so that the engine does not wait, and keeps what is within the bound.
func (l *limited) Write(p []byte) (int, error) {
	if l.full = l.full || l.kept.Len()+len(p) > maxAnswer; l.full {
		return len(p), nil
	}
	return l.kept.Write(p)
}

// words reads the engine's table: level, page, block, paragraph, line, word, left, top, width, height,
// confidence, text.
func words(table []byte, factor float64) (out []imagery.Word) {
	const columns, text = 12, 11
	for line := range strings.Lines(string(table)) {
		f := strings.SplitN(strings.TrimRight(line, "\r\n"), "\t", columns)
		if len(f) < columns || strings.TrimSpace(f[text]) == "" || f[0] != "5" {
			continue
		}
		sure, err := strconv.ParseFloat(f[10], 64)
		if err != nil || sure < 0 {
			continue
		}
		w := imagery.Word{Text: strings.TrimSpace(f[text]), Sure: int(sure)}
		for i, to := range []*int{&w.X, &w.Y, &w.W, &w.H} {
			n, err := strconv.Atoi(f[6+i])
			if err != nil {
				n = 0
			}
			*to = int(float64(n) / factor)
		}
		if out = append(out, w); len(out) == maxWords {
			break
		}
	}
	return out
}
