package contingency

import (
	"context"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
	"zhibao/patent/reader/bundle"
)

// Bounds of an archive of folders of the desk.
const (
	MostArchive = 500 << 20 // bytes of it, and of one package in it
	mostTotal   = 1 << 30   // bytes of all that is in it
	mostBoxes   = 500
)

// Unpack writes the folders of receipts in an archive below dir, wherever in the archive they lie. What became
// of each that is not whole is told by its number; the archive itself is refused where it is none, holds too
// much, or holds no folder of a receipt. Nothing else of it is written.
func Unpack(ctx context.Context, dir, name string, r io.ReaderAt, size int64) (refused map[string]error, err error) {
	set, err := bundle.Zip(ctx, name, r, size, bundle.Limits{Archive: MostArchive, Entries: 4 * mostBoxes, Entry: MostArchive, Total: mostTotal})
	if err != nil {
		return nil, err
	}
	boxes, order := map[string]map[string]*bundle.Entry{}, []string{}
	for _, e := range set.Entries {
		number, file := path.Base(path.Dir(e.Name)), path.Base(e.Name)
		if !numbered.MatchString(number) || !slices.Contains([]string{keyFile, receiptFile, packageFile}, file) {
			continue
		}
		if boxes[number] == nil {
			boxes[number], order = map[string]*bundle.Entry{}, append(order, number)
		}
		if boxes[number][file] != nil {
			return nil, fault.New(fault.Invalid, "contingency.box_twice", "压缩包中有两个应急件 %s，请只保留一个后重新打包", number)
		}
		boxes[number][file] = e
	}
	switch {
	case len(order) == 0:
		return nil, fault.New(fault.Invalid, "contingency.no_boxes", "压缩包中没有应急件；请把收件目录中以 YJ 开头的文件夹原样打包")
	case len(order) > mostBoxes:
		return nil, fault.New(fault.Invalid, "contingency.many_boxes", "压缩包中有 %d 份应急件，一次最多 %d 份；请分几次打包上传", len(order), mostBoxes)
	}
	refused = map[string]error{}
	for _, number := range order {
		if err := unpackBox(ctx, filepath.Join(dir, number), number, set, boxes[number]); err != nil {
			if fault.KindOf(err) == fault.Internal {
				return nil, err
			}
			refused[number] = err
		}
	}
	return refused, nil
}

// unpackBox writes the files of one receipt, or none of them.
func unpackBox(ctx context.Context, dir, number string, set *bundle.Set, files map[string]*bundle.Entry) (err error) {
	for _, name := range []string{keyFile, receiptFile} {
		most := int64(mostKey)
		if name == receiptFile {
			most = mostReceipt + seal.Overhead
		}
		if e := files[name]; e == nil || e.Size > most {
			return fault.New(fault.Invalid, "contingency.incomplete", "文件夹 %s 中缺少文件 %s，请从收件主机完整复制", number, name)
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	for name, e := range files {
		if err := unpackFile(ctx, filepath.Join(dir, name), set, e); err != nil {
			_ = os.RemoveAll(dir) // what is left is refused by its own check
			return err
		}
	}
	return nil
}

// unpackFile writes one file. One that is longer than it said, or damaged, is refused.
func unpackFile(ctx context.Context, to string, set *bundle.Set, e *bundle.Entry) error {
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = set.Copy(ctx, f, e)
	if shut := f.Close(); err == nil {
		err = shut
	}
	return err
}
