package bench

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"zhibao/internal/fault"
)

// A process is the program as an operator starts it: another process, reached over HTTP.
type process struct {
	exe  string
	env  []string // beside the environment of this process
	dir  string
	addr string
	args []string // instead of those of "serve" with the folder's data and key
	cmd  *exec.Cmd
}

// newProcess reserves an address for a program that has not been started yet.
func newProcess(exe, dir string, env ...string) (*process, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer l.Close()
	return &process{exe: exe, dir: dir, env: env, addr: l.Addr().String()}, nil
}

// base is the beginning of every address of the program.
func (p *process) base() string { return "http://" + p.addr }

// startLimit is how long a start may take before it counts as failed for good.
const startLimit = time.Minute

// start starts the program and returns how long it took from then until it answered a page: the
// database is recovered, the schema compared and the keys opened by then.
func (p *process) start(ctx context.Context) (took time.Duration, err error) {
	defer fault.Wrap(&err, "start the program")
	begun := time.Now()
	if err := p.launch(); err != nil {
		return 0, err
	}
	client := &http.Client{Timeout: startLimit, Transport: &http.Transport{DisableKeepAlives: true}}
	for {
		res, err := client.Get(p.base() + "/sign-in")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return time.Since(begun), nil
			}
		}
		if time.Since(begun) > startLimit || ctx.Err() != nil {
			p.kill()
			return 0, fmt.Errorf("no answer within %s: %s", startLimit, p.said())
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// launch starts the program and waits for nothing.
func (p *process) launch() error {
	log, err := os.OpenFile(filepath.Join(p.dir, "serve.log"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	args := p.args
	if args == nil {
		args = []string{"serve", "--data", dataDir(p.dir), "--key", keyFile(p.dir)}
	}
	p.cmd = exec.Command(p.exe, append(slices.Clone(args), "--addr", p.addr)...)
	p.cmd.Env = append(os.Environ(), p.env...)
	p.cmd.Stdout, p.cmd.Stderr = log, log
	return p.cmd.Start()
}

// kill ends the program as a power cut would, as far as one process is concerned: no handler
// runs, nothing is flushed.
func (p *process) kill() {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait() // says "killed"
	p.cmd = nil
}

// said returns the end of what the program printed.
func (p *process) said() string {
	b, err := os.ReadFile(filepath.Join(p.dir, "serve.log"))
	if err != nil {
		return err.Error()
	}
	return string(b[max(0, len(b)-600):])
}
