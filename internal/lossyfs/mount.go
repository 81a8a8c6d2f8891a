//go:build linux

package lossyfs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// env names the folder in a test binary that is to be the file system.
const env = "ZHIBAO_LOSSYFS"

// A Mount is a mounted file system. Its process is another one, because a program that serves a file system
// and has mapped a file of it stands still when it collects garbage.
type Mount struct {
	Dir string
	mu  sync.Mutex
	cmd *exec.Cmd
	in  io.WriteCloser
	enc *json.Encoder
	dec *json.Decoder
}

// An order is what a test asks of the file system.
type order struct {
	Faults *Faults `json:",omitempty"`
	Cut    bool    `json:",omitempty"`
	Again  bool    `json:",omitempty"`
	Seed   uint64  `json:",omitempty"`
}

// An answer is how it went.
type answer struct {
	Count Count
	Err   string `json:",omitempty"`
}

// Serve must be called first by the TestMain of every package that mounts. In the process of the file system
// it does not return. The clock is for the times of files.
func Serve(now func() time.Time) {
	dir := os.Getenv(env)
	if dir == "" {
		return
	}
	if err := serve(dir, now, json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)); err != nil {
		fmt.Fprintln(os.Stderr, "lossyfs:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// At mounts an empty file system on a folder. The error says why it cannot be.
func At(dir string) (*Mount, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	m := &Mount{Dir: dir, cmd: exec.Command(exe)}
	m.cmd.Env = append(os.Environ(), env+"="+dir, "GOMAXPROCS=4")
	m.cmd.Stderr = os.Stderr
	if m.in, err = m.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := m.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	m.enc, m.dec = json.NewEncoder(m.in), json.NewDecoder(out)
	if err := m.cmd.Start(); err != nil {
		return nil, err
	}
	if _, err := m.answer(); err != nil {
		_ = m.Close()
		return nil, err
	}
	return m, nil
}

// Set replaces what goes wrong and returns what happened so far.
func (m *Mount) Set(f Faults) (Count, error) { return m.ask(order{Faults: &f}) }

// Count returns what happened so far.
func (m *Mount) Count() (Count, error) { return m.ask(order{}) }

// Cut cuts the power: every operation from now on fails, and what was not synchronised is kept or lost by
// the seed.
func (m *Mount) Cut(seed uint64) (Count, error) { return m.ask(order{Cut: true, Seed: seed}) }

// Again mounts what the cut has left. Nobody may work on the old mount any more.
func (m *Mount) Again() error {
	_, err := m.ask(order{Again: true})
	return err
}

// Close unmounts. What was on the file system is gone.
func (m *Mount) Close() error {
	return errors.Join(m.in.Close(), m.cmd.Wait())
}

func (m *Mount) ask(o order) (Count, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.enc.Encode(o); err != nil {
		return Count{}, err
	}
	return m.answer()
}

func (m *Mount) answer() (Count, error) {
	var a answer
	if err := m.dec.Decode(&a); err != nil {
		return Count{}, err
	}
	if a.Err != "" {
		return a.Count, errors.New(a.Err)
	}
	return a.Count, nil
}

// serve mounts and takes orders until there are no more.
func serve(dir string, now func() time.Time, in *json.Decoder, out *json.Encoder) error {
	d := newDisk(now)
	err := mount(dir, d)
	if e := out.Encode(said(d, err)); err != nil || e != nil {
		return e
	}
	defer func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) }()
	after := d
	for {
		var o order
		if err := in.Decode(&o); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		var err error
		switch {
		case o.Cut:
			d.mu.Lock()
			after = d.cut(o.Seed)
			d.mu.Unlock()
		case o.Again:
			d = after
			err = errors.Join(syscall.Unmount(dir, syscall.MNT_DETACH), mount(dir, d))
			debug.FreeOSMemory() // the disk before the cut, as large as the one after it
		case o.Faults != nil:
			d.mu.Lock()
			d.faults = *o.Faults
			d.mu.Unlock()
		}
		if err := out.Encode(said(after, err)); err != nil {
			return err
		}
	}
}

func said(d *disk, err error) answer {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := answer{Count: d.count}
	a.Count.Used = d.root.used()
	if err != nil {
		a.Err = err.Error()
	}
	return a
}

// mount serves a disk on a folder in the background.
func mount(dir string, d *disk) error {
	o := &fs.Options{MountOptions: fuse.MountOptions{DirectMount: true, FsName: "lossyfs", Name: "lossyfs", DisableSplice: true}}
	_, err := fs.Mount(dir, &node{d: d, it: d.root}, o)
	return err
}
