package similar

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"zhibao/internal/sorting"
	"zhibao/patent/similarity"
)

const (
	blockSize = 1 << 20 // of a file that one goroutine reads lines of
	mostLine  = 8 << 20 // bytes
	mostLines = 1<<31 - 1
	mostTold  = 100 // lines that cannot be read, each by a sentence
	leastRuns = 5   // letters; shorter texts are not compared
	between   = 2 * time.Second
)

var (
	errLong  = fmt.Errorf("超过 %d MB", mostLine>>20)
	errLines = errors.New("各文件合计超过二十亿行，请分批比较")
)

// A corpus is the lines of the files, by their numbers from 0 over all of them, and where each stands.
type corpus struct {
	errs  io.Writer
	now   func() time.Time
	files []source
	at    []int64 // where each line begins in its file
	size  []int32

	mu      sync.Mutex
	told    []trouble
	broken  int
	spare   sync.Pool // of *[]byte
	said    time.Time
	readAll int64 // bytes
}

// A source is a file and the number of its first line.
type source struct {
	*os.File
	first int
}

// A trouble is a line that cannot be read.
type trouble struct {
	line int // over all files
	why  error
}

// A block is some whole lines of a file, the first of which has the number.
type block struct {
	data  []byte
	lines []int // where each begins, and the end
	first int
}

// read goes over a file and gives its texts to the finder.
func (c *corpus) read(ctx context.Context, path string, finder *similarity.Finder) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	c.files = append(c.files, source{f, len(c.at)})
	if st, err := f.Stat(); err != nil {
		return err
	} else if !st.Mode().IsRegular() {
		return errors.New("不是文件；文本要读两遍，不能来自管道")
	}
	workers := runtime.GOMAXPROCS(0)
	blocks, errs := make(chan block, workers), make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for b := range blocks {
				errs[w] = errors.Join(errs[w], c.take(w, b, finder))
				c.giveBack(b.data)
			}
		})
	}
	err = c.split(ctx, f, blocks)
	close(blocks)
	wg.Wait()
	return errors.Join(err, errors.Join(errs...))
}

// take reads the lines of a block.
func (c *corpus) take(worker int, b block, finder *similarity.Finder) error {
	for i := range len(b.lines) - 1 {
		line := b.data[b.lines[i]:b.lines[i+1]]
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		r, err := parse(line)
		if err != nil {
			c.trouble(b.first+i, err)
			continue
		}
		err = finder.Add(worker, b.first+i, r.text)
		if errors.Is(err, similarity.ErrUTF8) {
			c.trouble(b.first+i, errUTF8)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// split cuts a file into blocks of whole lines and notes where each line stands.
func (c *corpus) split(ctx context.Context, f io.Reader, blocks chan<- block) error {
	data := c.buffer(blockSize)[:0]
	pos, start := int64(0), 0 // where data begins in the file; a mark of order at its start is skipped
	for ended := false; !ended; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(data) == cap(data) {
			data = slices.Grow(data, blockSize)
		}
		n, err := io.ReadFull(f, data[len(data):cap(data)])
		data = data[:len(data)+n]
		c.readAll += int64(n)
		if ended = errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF); err != nil && !ended {
			return err
		}
		if pos == 0 && bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
			start = 3
		}
		end := bytes.LastIndexByte(data, '\n') + 1
		if ended {
			end = len(data)
		}
		if end == 0 && len(data) < mostLine {
			continue // a line that is longer than the block
		}
		if end == 0 {
			rest, over, err := c.skip(f, pos, len(data))
			if err != nil {
				return err
			}
			data, pos, ended = append(data[:0], rest...), over, false
			continue
		}
		b := block{data: data[:end], first: len(c.at)}
		if err := c.lines(&b, start, pos); err != nil {
			return err
		}
		rest := append(c.buffer(blockSize)[:0], data[end:]...)
		pos, start = pos+int64(end), 0
		blocks <- b
		data = rest
		c.progress()
	}
	c.giveBack(data)
	return nil
}

// lines notes where the lines of a block stand.
func (c *corpus) lines(b *block, start int, pos int64) error {
	for at := start; at < len(b.data); {
		n := bytes.IndexByte(b.data[at:], '\n') + 1
		if n == 0 {
			n = len(b.data) - at
		}
		if len(c.at) == mostLines {
			return errLines
		}
		c.at, c.size = append(c.at, pos+int64(at)), append(c.size, int32(n))
		b.lines = append(b.lines, at)
		at += n
	}
	b.lines = append(b.lines, len(b.data))
	return nil
}

// skip reads over the rest of a line that is too long. It returns what was read behind it and where that
// stands in the file.
func (c *corpus) skip(f io.Reader, pos int64, n int) (rest []byte, at int64, err error) {
	c.trouble(len(c.at), errLong)
	c.at, c.size = append(c.at, pos), append(c.size, 0)
	at = pos + int64(n)
	buf := make([]byte, 64<<10)
	for {
		k, err := f.Read(buf)
		c.readAll += int64(k)
		if end := bytes.IndexByte(buf[:k], '\n') + 1; end > 0 {
			return buf[end:k], at + int64(end), nil
		}
		at += int64(k)
		if errors.Is(err, io.EOF) {
			return nil, at, nil
		}
		if err != nil {
			return nil, at, err
		}
	}
}

// progress says every two seconds how far the files are read.
func (c *corpus) progress() {
	switch now := c.now(); {
	case c.said.IsZero():
		c.said = now
	case now.Sub(c.said) >= between:
		c.said = now
		fmt.Fprintf(c.errs, "已读取 %d 行，%d MB\n", len(c.at), c.readAll>>20)
	}
}

func (c *corpus) trouble(line int, why error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.broken++
	c.told = append(c.told, trouble{line, why})
	if len(c.told) > 64*mostTold {
		c.tidy()
	}
}

// tidy keeps the first troubles.
func (c *corpus) tidy() {
	sorting.By(c.told, func(a, b trouble) int { return a.line - b.line })
	c.told = c.told[:min(len(c.told), mostTold)]
}

// report tells which lines cannot be read.
func (c *corpus) report() {
	c.tidy()
	for _, t := range c.told {
		f := c.fileOf(t.line)
		fmt.Fprintf(c.errs, "%s:%d：%v；此行没有比较，请改正后重新运行\n", f.Name(), t.line-f.first+1, t.why)
	}
	if n := c.broken - len(c.told); n > 0 {
		fmt.Fprintf(c.errs, "另有 %d 行有类似的问题\n", n)
	}
	fmt.Fprintf(c.errs, "读取 %d 行，其中 %d 行不能比较；少于 %d 个字母或汉字的文本不比较\n", len(c.at), c.broken, leastRuns)
}

func (c *corpus) fileOf(line int) *source {
	i := len(c.files) - 1
	for c.files[i].first > line {
		i--
	}
	return &c.files[i]
}

// record reads a line once more.
func (c *corpus) record(line int, use func(record)) error {
	buf := c.buffer(int(c.size[line]))
	defer c.giveBack(buf)
	f := c.fileOf(line)
	if _, err := f.ReadAt(buf, c.at[line]); err != nil {
		return err
	}
	r, err := parse(buf)
	if err != nil {
		return fmt.Errorf("%s:%d：文件在比较时被改动", f.Name(), line-f.first+1)
	}
	use(r)
	return nil
}

func (c *corpus) text(line int, buf []byte) (out []byte, err error) {
	err = c.record(line, func(r record) { out = append(buf, r.text...) })
	return out, err
}

func (c *corpus) id(line int) (out []byte, err error) {
	err = c.record(line, func(r record) { out = bytes.Clone(r.id) })
	return out, err
}

// buffer returns memory of n bytes that somebody may have used before.
func (c *corpus) buffer(n int) []byte {
	if b, ok := c.spare.Get().(*[]byte); ok && cap(*b) >= n {
		return (*b)[:n]
	}
	return make([]byte, n)
}

func (c *corpus) giveBack(b []byte) { c.spare.Put(&b) }

func (c *corpus) close() {
	for _, f := range c.files {
		_ = f.Close() // read only
	}
}
