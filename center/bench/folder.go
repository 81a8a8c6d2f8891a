package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"zhibao/center/bench/field"
	"zhibao/center/bench/sow"
	"zhibao/center/demo/text"
)

// A stream is a folder of applications that the real program checked, as another process.
type stream struct {
	files int
	bytes int64
	clock time.Duration
	peak  int64 // most memory that the process had, in bytes; 0: the system does not tell
}

// packages is how many packages with pictures of the demonstration stand in a folder, each many times:
// drawing pictures is slow.
const packages = 60

// flow fills a folder below dir with n applications and has exe check it. One of ten is a package
// with form and pictures, the others are real texts with a fault, where there are real texts.
func flow(ctx context.Context, exe, dir string, docs []field.Document, n int) (*stream, error) {
	folder := filepath.Join(dir, "applications")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, err
	}
	out := &stream{files: n}
	faults := field.Faults()
	var demo [][]byte
	for i := range n {
		var data []byte
		name := fmt.Sprintf("%05d.txt", i)
		if k := i / 10 % packages; i%10 == 0 || len(docs) == 0 {
			if k >= len(demo) {
				s, err := sow.Clean(k * stride % text.Count())
				if err != nil {
					return nil, err
				}
				demo = append(demo, s.Data)
			}
			name, data = fmt.Sprintf("%05d.zip", i), demo[k%len(demo)]
		} else {
			d := &docs[i*stride%len(docs)]
			data = []byte(d.Text())
			if s, ok := faults[i%len(faults)].Sow(d, i/len(docs)); ok {
				data = []byte(s.Text())
			}
		}
		out.bytes += int64(len(data))
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			return nil, err
		}
	}
	cmd := exec.CommandContext(ctx, exe, "check", "--format", "json", folder)
	begin := time.Now()
	var said bytes.Buffer
	cmd.Stderr = &said // the reports go nowhere: keeping them would be this process's memory
	err := cmd.Start()
	if err == nil {
		done := make(chan struct{})
		watched := watch(cmd.Process.Pid, done)
		err = cmd.Wait()
		close(done)
		out.peak = <-watched
	}
	out.clock = time.Since(begin)
	// 1 says that something was found, which was sown.
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		return nil, fmt.Errorf("%w: %s", err, said.Bytes()[max(0, said.Len()-400):])
	}
	return out, nil
}

// watch looks at the memory of a process until done and then gives the most that it had, in bytes: 0
// where the system does not tell. What a process is said to have used when it has ended counts the
// memory of the one that started it, too.
func watch(pid int, done <-chan struct{}) <-chan int64 {
	out := make(chan int64, 1)
	go func() {
		most := int64(0)
		for tick := time.NewTicker(10 * time.Millisecond); ; {
			select {
			case <-done:
				tick.Stop()
				out <- most
				return
			case <-tick.C:
				most = max(most, highWater(pid))
			}
		}
	}()
	return out
}

// highWater reads the most memory that a process had so far, 0 if it cannot be read.
func highWater(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmHWM:" {
			kb, _ := strconv.ParseInt(f[1], 10, 64)
			return kb << 10
		}
	}
	return 0
}
