package bundle

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"io"
	"io/fs"
	"slices"
	"sort"
	"strings"

	"zhibao/internal/fault"
)

// Zip opens an archive. Before a single entry is inflated the directory is walked by hand, in
// constant memory, so that a lie about the number or place of entries costs nothing.
func Zip(ctx context.Context, name string, r io.ReaderAt, size int64, lim Limits) (*Set, error) {
	lim = lim.Filled()
	if size > lim.Archive {
		return nil, large(name, lim.Archive)
	}
	headers, err := directory(ctx, name, r, size, lim)
	if err != nil {
		return nil, err
	}
	if err := apart(ctx, name, r, headers); err != nil {
		return nil, err
	}
	// Now the standard reader may allocate for the directory; it must find what was found by hand.
	zr, err := zip.NewReader(r, size)
	if err != nil || len(zr.File) != len(headers.list) {
		return nil, damaged(name, err)
	}
	s := &Set{Limits: lim, Archive: true}
	seen := map[string]bool{}
	for _, f := range zr.File {
		e, err := entry(f, lim)
		if err != nil {
			return nil, err
		}
		if e == nil {
			continue
		}
		if err := nested(e.Name); err != nil {
			return nil, err
		}
		if key := strings.ToLower(e.Name); seen[key] {
			return nil, refuse(e.Name, "duplicate", "压缩包内有两个同名文件“%s”，无法确定以哪个为准。请删除多余的一个后重新打包", clip(e.Name))
		} else {
			seen[key] = true
		}
		s.Entries = append(s.Entries, e)
	}
	return s, nil
}

// entry turns a header into an entry, nil for a directory.
func entry(f *zip.File, lim Limits) (*Entry, error) {
	raw := decode(f.Name, f.Flags&0x800 != 0)
	name, err := cleanName(raw, lim.Name)
	if err != nil {
		return nil, err
	}
	// Tools of Windows mark folders by a backslash at the end, which no attribute tells.
	mode := f.Mode()
	if mode.IsDir() || strings.HasSuffix(raw, "/") || strings.HasSuffix(raw, `\`) {
		return nil, nil
	}
	if mode&fs.ModeType != 0 {
		return nil, refuse(name, "special", "压缩包内的“%s”是链接或设备，不是普通文件，不予读取。请重新打包后再上传", clip(name))
	}
	if f.Flags&0x1 != 0 {
		return nil, refuse(name, "encrypted", "压缩包已加密（“%s”），无法读取。请去掉密码后重新打包", clip(name))
	}
	if f.Method != zip.Store && f.Method != zip.Deflate {
		return nil, refuse(name, "method", "“%s”的压缩方式（%d）不受支持。请用普通 ZIP 格式重新打包", clip(name), f.Method)
	}
	return &Entry{Name: name, Size: int64(f.UncompressedSize64), open: f.Open}, nil
}

// A header is what the directory says of one entry.
type header struct {
	name                 string
	offset, packed, size int64
	flags                uint16
}

// headers is the whole directory, at most as many entries as the limits allow.
type headers struct {
	list  []header
	start int64 // of the directory
}

const (
	endSize   = 22
	fileSize  = 46
	localSize = 30
)

// directory walks the central directory and refuses what is over the limits.
func directory(ctx context.Context, name string, r io.ReaderAt, size int64, lim Limits) (*headers, error) {
	start, end, count, err := ending(name, r, size)
	if err != nil {
		return nil, err
	}
	// The count may be a lie in either direction: too high is refused here, too low below.
	if count > uint64(lim.Entries) {
		return nil, many(name, lim)
	}
	hs := &headers{start: start}
	buf := make([]byte, fileSize)
	var total int64
	for at := start; at < end; {
		if len(hs.list) >= lim.Entries {
			return nil, many(name, lim)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, err := r.ReadAt(buf, at); err != nil || !bytes.HasPrefix(buf, []byte("PK\x01\x02")) {
			return nil, damaged(name, err)
		}
		nameLen, extra, comment := int64(le16(buf[28:])), int64(le16(buf[30:])), int64(le16(buf[32:]))
		tail := make([]byte, nameLen+extra)
		if _, err := r.ReadAt(tail, at+fileSize); err != nil {
			return nil, damaged(name, err)
		}
		h := header{name: decode(string(tail[:nameLen]), le16(buf[8:])&0x800 != 0), flags: le16(buf[8:]),
			packed: int64(le32(buf[20:])), size: int64(le32(buf[24:])), offset: int64(le32(buf[42:]))}
		h.widen(tail[nameLen:])
		if err := h.check(lim); err != nil {
			return nil, err
		}
		if total += h.size; total > lim.Total {
			return nil, fault.New(fault.TooLarge, "reader.total", "压缩包解开后超过 %d MB，不予读取。请压缩图片或拆分后重新上传", lim.Total>>20).At(name)
		}
		hs.list = append(hs.list, h)
		at += fileSize + nameLen + extra + comment
	}
	if count != uint64(len(hs.list)) {
		return nil, damaged(name, nil)
	}
	return hs, nil
}

// many makes the fault for too many entries.
func many(name string, lim Limits) error {
	return fault.New(fault.TooLarge, "reader.entries", "压缩包内的文件超过 %d 个，不予读取。请只打包申请文件后重新上传", lim.Entries).At(name)
}

// widen takes sizes from the ZIP64 field where the plain ones say so.
func (h *header) widen(extra []byte) {
	for len(extra) >= 4 {
		id, n := le16(extra), int(le16(extra[2:]))
		extra = extra[4:]
		if n > len(extra) {
			return
		}
		if id == 1 {
			field := extra[:n]
			for _, v := range []*int64{&h.size, &h.packed, &h.offset} {
				if *v == 0xffffffff && len(field) >= 8 {
					*v = int64(binary.LittleEndian.Uint64(field) & (1<<62 - 1))
					field = field[8:]
				}
			}
		}
		extra = extra[n:]
	}
}

// check holds one entry against the limits by what it declares. What it declares is verified when
// it is read, so a lie gains nothing.
func (h *header) check(lim Limits) error {
	switch {
	case h.flags&1 != 0:
		return refuse(h.name, "encrypted", "压缩包已加密（“%s”），无法读取。请去掉密码后重新打包", clip(h.name))
	case h.size > lim.Entry:
		return large(h.name, lim.Entry)
	case h.size > 1<<20 && h.size/max(h.packed, 1) > lim.Ratio:
		return fault.New(fault.TooLarge, "reader.ratio", "压缩包内的“%s”压缩比异常（1:%d），可能是压缩炸弹，不予读取。请重新打包后再上传",
			clip(h.name), h.size/max(h.packed, 1)).At(h.name)
	}
	return nil
}

// ending finds the directory through the record at the end of the archive.
func ending(name string, r io.ReaderAt, size int64) (start, end int64, count uint64, err error) {
	head := make([]byte, 4)
	if _, err := r.ReadAt(head, 0); err != nil || !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		if bytes.HasPrefix(head, []byte("PK\x05\x06")) {
			return 0, 0, 0, refuse(name, "empty", "压缩包“%s”内没有文件。请重新打包后再上传", clip(name))
		}
		return 0, 0, 0, refuse(name, "not_zip", "文件“%s”不是 ZIP 压缩包。请用 ZIP 格式重新打包", clip(name)).Because(err)
	}
	tail := make([]byte, min(size, endSize+0xffff))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return 0, 0, 0, damaged(name, err)
	}
	for i := len(tail) - endSize; i >= 0; i-- {
		rec := tail[i:]
		if !bytes.HasPrefix(rec, []byte("PK\x05\x06")) || int(le16(rec[20:])) != len(rec)-endSize {
			continue
		}
		at := size - int64(len(rec))
		count, length, start := uint64(le16(rec[10:])), int64(le32(rec[12:])), int64(le32(rec[16:]))
		if count == 0xffff || length == 0xffffffff || start == 0xffffffff {
			if count, length, start, at, err = ending64(name, r, at); err != nil {
				return 0, 0, 0, err
			}
		}
		if start < 0 || length < 0 || start+length != at || count == 0 { // anything before or after hides a second file
			return 0, 0, 0, damaged(name, nil)
		}
		return start, start + length, count, nil
	}
	return 0, 0, 0, damaged(name, io.ErrUnexpectedEOF)
}

// ending64 reads the ZIP64 record that stands before the plain one at.
func ending64(name string, r io.ReaderAt, at int64) (count uint64, length, start, before int64, err error) {
	loc := make([]byte, 20)
	if at < 76 {
		return 0, 0, 0, 0, damaged(name, nil)
	}
	if _, err := r.ReadAt(loc, at-20); err != nil || !bytes.HasPrefix(loc, []byte("PK\x06\x07")) {
		return 0, 0, 0, 0, damaged(name, err)
	}
	pos := int64(binary.LittleEndian.Uint64(loc[8:]) & (1<<62 - 1))
	rec := make([]byte, 56)
	if pos > at-76 {
		return 0, 0, 0, 0, damaged(name, nil)
	}
	if _, err := r.ReadAt(rec, pos); err != nil || !bytes.HasPrefix(rec, []byte("PK\x06\x06")) {
		return 0, 0, 0, 0, damaged(name, err)
	}
	mask := uint64(1<<62 - 1)
	return binary.LittleEndian.Uint64(rec[32:]), int64(binary.LittleEndian.Uint64(rec[40:]) & mask),
		int64(binary.LittleEndian.Uint64(rec[48:]) & mask), pos, nil
}

// apart refuses entries whose data overlap: the trick by which a small archive unpacks to any size.
func apart(ctx context.Context, name string, r io.ReaderAt, hs *headers) error {
	list := slices.Clone(hs.list)
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		return cmp.Compare(a.offset, b.offset) < 0
	})
	buf := make([]byte, localSize)
	var free int64
	for i := range list {
		h := &list[i]
		if err := ctx.Err(); err != nil {
			return err
		}
		if h.offset < free || h.packed < 0 || h.packed > hs.start {
			return refuse(h.name, "overlap", "压缩包内的“%s”与其他文件的数据重叠，可能是压缩炸弹，不予读取。请重新打包后再上传", clip(h.name))
		}
		if _, err := r.ReadAt(buf, h.offset); err != nil || !bytes.HasPrefix(buf, []byte("PK\x03\x04")) {
			return damaged(h.name, err)
		}
		free = h.offset + localSize + int64(le16(buf[26:])) + int64(le16(buf[28:])) + h.packed
		if free > hs.start {
			return refuse(h.name, "overlap", "压缩包内的“%s”超出压缩包的范围，不予读取。请重新打包后再上传", clip(h.name))
		}
	}
	return nil
}

// le16 and le32 read the numbers of the format, least significant byte first.
func le16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }
func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
