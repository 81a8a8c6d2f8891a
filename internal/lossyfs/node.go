//go:build linux

package lossyfs

import (
	"context"
	"maps"
	"path"
	"slices"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// A node is an item as FUSE knows it.
type node struct {
	fs.Inode
	d  *disk
	it *item
}

// The methods are those that the kernel asks for.
var (
	_ fs.NodeLookuper  = (*node)(nil)
	_ fs.NodeReaddirer = (*node)(nil)
	_ fs.NodeCreater   = (*node)(nil)
	_ fs.NodeMkdirer   = (*node)(nil)
	_ fs.NodeUnlinker  = (*node)(nil)
	_ fs.NodeRmdirer   = (*node)(nil)
	_ fs.NodeRenamer   = (*node)(nil)
	_ fs.NodeOpener    = (*node)(nil)
	_ fs.NodeReader    = (*node)(nil)
	_ fs.NodeWriter    = (*node)(nil)
	_ fs.NodeFsyncer   = (*node)(nil)
	_ fs.NodeGetattrer = (*node)(nil)
	_ fs.NodeSetattrer = (*node)(nil)
	_ fs.NodeStatfser  = (*node)(nil)
)

// child returns the node of an item below this one.
func (n *node) child(ctx context.Context, it *item, out *fuse.EntryOut) *fs.Inode {
	it.attr(&out.Attr)
	return n.NewInode(ctx, &node{d: n.d, it: it}, fs.StableAttr{Mode: it.mode & syscall.S_IFMT, Ino: it.id})
}

func (it *item) attr(a *fuse.Attr) {
	a.Ino, a.Mode, a.Nlink, a.Size, a.Blksize = it.id, it.mode, 1, uint64(len(it.data)), 4096
	a.Blocks = (a.Size + sector - 1) / sector
	a.SetTimes(&it.at, &it.at, &it.at)
}

func (n *node) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	it := n.it.names[name]
	if it == nil {
		return nil, syscall.ENOENT
	}
	return n.child(ctx, it, out), 0
}

func (n *node) Readdir(context.Context) (fs.DirStream, syscall.Errno) {
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	var list []fuse.DirEntry
	for _, name := range slices.Sorted(maps.Keys(n.it.names)) {
		it := n.it.names[name]
		list = append(list, fuse.DirEntry{Name: name, Ino: it.id, Mode: it.mode & syscall.S_IFMT})
	}
	return fs.NewListDirStream(list), 0
}

// add makes a file or a folder.
func (n *node) add(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n.d.wait(n.it)
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	it := n.d.item(path.Join(n.it.name, name), mode)
	if errno := n.d.step(it); errno != 0 {
		return nil, errno
	}
	n.d.set(n.it, name, it)
	return n.child(ctx, it, out), 0
}

func (n *node) Create(ctx context.Context, name string, _, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	in, errno := n.add(ctx, name, mode&0o777|syscall.S_IFREG, out)
	return in, nil, 0, errno
}

func (n *node) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	return n.add(ctx, name, mode&0o777|syscall.S_IFDIR, out)
}

func (n *node) Unlink(_ context.Context, name string) syscall.Errno { return n.remove(name) }

func (n *node) Rmdir(_ context.Context, name string) syscall.Errno { return n.remove(name) }

func (n *node) remove(name string) syscall.Errno {
	n.d.wait(n.it)
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	it := n.it.names[name]
	switch {
	case it == nil:
		return syscall.ENOENT
	case len(it.names) > 0:
		return syscall.ENOTEMPTY
	}
	if errno := n.d.step(it); errno != 0 {
		return errno
	}
	n.d.set(n.it, name, nil)
	return 0
}

func (n *node) Rename(_ context.Context, name string, to fs.InodeEmbedder, as string, flags uint32) syscall.Errno {
	n.d.wait(n.it)
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	it, folder := n.it.names[name], to.(*node).it
	switch {
	case it == nil:
		return syscall.ENOENT
	case flags != 0:
		return syscall.EINVAL
	}
	if errno := n.d.step(it); errno != 0 {
		return errno
	}
	n.d.set(n.it, name, nil)
	n.d.set(folder, as, it)
	return 0
}

func (n *node) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	if n.d.isOff() {
		return nil, 0, syscall.EIO
	}
	return nil, 0, 0
}

// wait takes as long as an operation on the item takes, while others go on.
func (d *disk) wait(it *item) {
	d.mu.Lock()
	delay := time.Duration(0)
	if d.faults.means(it) && !d.off {
		delay = d.faults.Delay
	}
	d.mu.Unlock()
	time.Sleep(delay)
}

func (d *disk) isOff() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.off
}

func (n *node) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	n.d.wait(n.it)
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	if n.d.off {
		return nil, syscall.EIO
	}
	if off >= int64(len(n.it.data)) {
		return fuse.ReadResultData(nil), 0
	}
	got := copy(dest, n.it.data[off:])
	if n.d.faults.Flip && n.d.faults.means(n.it) && got > 0 {
		n.d.count.Failed++
		dest[got/2] ^= 4
	}
	return fuse.ReadResultData(dest[:got]), 0
}

func (n *node) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	n.d.wait(n.it)
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	if errno := n.d.step(n.it); errno != 0 {
		return 0, errno
	}
	f := &n.d.faults
	if f.means(n.it) {
		switch {
		case f.Interrupt && n.d.count.Ops%3 == 0:
			n.d.count.Failed++
			return 0, syscall.EINTR
		case f.Short && n.d.count.Ops%2 == 0 && len(data) > 1:
			n.d.count.Failed++
			data = data[:len(data)/2]
		}
	}
	if !n.d.room(n.it, off+int64(len(data))) {
		n.d.count.Failed++
		return 0, syscall.ENOSPC
	}
	n.d.change(n.it, change{off, slices.Clone(data)})
	return uint32(len(data)), 0
}

func (n *node) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	n.d.wait(n.it)
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	return n.d.synchronise(n.it)
}

func (n *node) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	n.it.attr(&out.Attr)
	return 0
}

func (n *node) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	if mode, ok := in.GetMode(); ok {
		n.it.mode = n.it.mode&syscall.S_IFMT | mode&0o777
	}
	if size, ok := in.GetSize(); ok && int64(size) != int64(len(n.it.data)) {
		if errno := n.d.step(n.it); errno != 0 {
			return errno
		}
		if !n.d.room(n.it, int64(size)) {
			return syscall.ENOSPC
		}
		n.d.change(n.it, change{off: int64(size)})
	}
	n.it.attr(&out.Attr)
	return 0
}

func (n *node) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	total := n.d.faults.Quota
	if total == 0 {
		total = 1 << 40
	}
	out.Bsize, out.Frsize, out.NameLen = sector, sector, 255
	out.Blocks = uint64(total / sector)
	out.Bfree = uint64(max(0, total-n.d.root.used()) / sector)
	out.Bavail = out.Bfree
	return 0
}
