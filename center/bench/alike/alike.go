// Package alike (相似度测量) measures how well and how fast nearly the same texts and pictures are found.
//
// Notice 1.2.3. What is planted is known beforehand and made by code that the measured one does not know;
// of real texts every pair is compared exactly. The program is measured from outside, as a process that
// reads a file, and where it is installed a program of others does the same work in the same run.
package alike

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Options say what is measured.
type Options struct {
	Docs    int    // made texts that are compared with each other
	Index   int    // made texts among which one is looked for
	Queries int    // how often
	Peer    int    // made texts that the program of others compares
	Python  string // by which it is run
	Data    string // folder of real texts
	Dir     string // for temporary files
	Publish string // folder of the source whose docs are written, none when empty
	Exe     string // the program
}

// page is where the measurement is published, below the folder of the source.
const page = "docs/similarity.md"

// threshold is from which score on a made pair counts as found. A copy of which three words in ten were
// edited has a quarter of its runs of three characters in common with the original, strangers a
// thirtieth.
const threshold = 0.15

// Texts measures and prints; with Publish it also writes the page.
func Texts(ctx context.Context, w io.Writer, o Options) error {
	dir, err := os.MkdirTemp(o.Dir, "zhibao-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	var b bytes.Buffer
	head(&b, "相似文本", "`zhibao bench similarity --publish DIR`")
	out := io.MultiWriter(&b, w)
	for _, measure := range []func(context.Context, io.Writer, Options, string) error{pairsOfYear, oneInMany, realPairs} {
		if err := measure(ctx, out, o, dir); err != nil {
			return err
		}
	}
	if o.Publish == "" {
		return nil
	}
	return os.WriteFile(filepath.Join(o.Publish, filepath.FromSlash(page)), b.Bytes(), 0o644)
}

// head begins a page with when and where it was measured.
func head(w io.Writer, title, command string) {
	fmt.Fprintf(w, "# %s\n\n本页由 %s 测量并写入，测于 %s，%s %s/%s，%d 个处理器；测量时机器上可能有其他程序运行，故以处理器时间为准。\n",
		title, command, time.Now().Format(time.DateOnly), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
}

// file writes the lines of the first n made texts into a file, and returns its size.
func (s *stock) file(ctx context.Context, path string, n int) (size int64, err error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	out := bufio.NewWriterSize(f, 1<<20)
	err = s.inOrder(ctx, n, func(_ int, line []byte) error {
		size += int64(len(line))
		_, err := out.Write(line)
		return err
	})
	if err != nil {
		return 0, err
	}
	return size, out.Flush()
}

// batch is how many texts are made at a time.
const batch = 512

// inOrder makes texts on all processors and hands on their lines in order, some hundred at a time.
func (s *stock) inOrder(ctx context.Context, n int, use func(i int, lines []byte) error) error {
	type made struct {
		first int
		lines chan []byte
	}
	queue := make(chan made, 2*runtime.GOMAXPROCS(0))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	slots := make(chan bool, runtime.GOMAXPROCS(0))
	go func() {
		defer close(queue)
		for first := 0; first < n && ctx.Err() == nil; first += batch {
			m := made{first, make(chan []byte, 1)}
			slots <- true
			go func() {
				var buf []byte
				for i := first; i < min(n, first+batch); i++ {
					buf = append(append(append(buf, `{"id":"`...), strconv.Itoa(i)...), `","text":"`...)
					buf = append(s.text(i, buf), "\"}\n"...)
				}
				m.lines <- buf
				<-slots
			}()
			queue <- m
		}
	}()
	for m := range queue {
		if err := use(m.first, <-m.lines); err != nil {
			cancel()
			for m := range queue {
				<-m.lines
			}
			return err
		}
	}
	return ctx.Err()
}

// table writes a table of Markdown.
func table(w io.Writer, head string, rows [][]string) {
	cells := strings.Split(head, "|")
	fmt.Fprintf(w, "\n| %s |\n|%s\n", strings.Join(cells, " | "), strings.Repeat("---|", len(cells)))
	for _, r := range rows {
		fmt.Fprintf(w, "| %s |\n", strings.Join(r, " | "))
	}
}
