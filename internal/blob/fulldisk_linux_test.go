package blob

import (
	"bytes"
	"strings"
	"syscall"
	"testing"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

// A file that does not fit is refused and leaves nothing behind; what is there stays readable.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skip("不能挂载 tmpfs，跳过")
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	s, err := NewStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	k := keys(t, seal.AES256GCM)[0]
	ref := put(t, s, k, "1", text(1000))
	_, err = s.Put(t.Context(), k, "2", bytes.NewReader(text(2<<20)), 1<<30)
	if fault.CodeOf(err) != "blob.full" || !strings.Contains(fault.MessageOf(err), "磁盘已满") {
		t.Errorf("got %v", err)
	}
	if err := s.Verify(t.Context(), k, ref); err != nil {
		t.Error(err)
	}
	put(t, s, k, "3", text(1000)) // the part of the file that did not fit is gone
}
