package probe

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"zhibao/internal/fault"
	"zhibao/internal/seal"
)

// What one look found.
const (
	Up      = "ok"
	Down    = "fail"
	Unknown = "unknown" // the place of the prober was off line itself
)

// A Line is one look.
type Line struct {
	No   int
	At   time.Time
	Seen string // Up, Down or Unknown
	Took time.Duration
	What string // in few words; no tabs
}

// A Log is one file of a record, as it is read.
type Log struct {
	Address string
	Public  []byte
	Lines   []Line
}

// Signer is the fingerprint of the key.
func (l *Log) Signer() string { return seal.SignerID(l.Public) }

// The head of a file.
const (
	title     = "知保外部探测记录 1"
	headKey   = "公钥 "
	headURL   = "地址 "
	headLines = 3
	fields    = 6 // of a line, the signature last
)

// text is what is signed of a line, beside what stands before it.
func (l Line) text() string {
	return fmt.Sprintf("%d\t%s\t%s\t%d\t%s", l.No, l.At.UTC().Format("2006-01-02T15:04:05.000Z07:00"), l.Seen, l.Took.Milliseconds(), l.What)
}

// chain is the digest of everything up to and with a line.
func chain(before []byte, line string) []byte {
	sum := sm3.Sum(append(bytes.Clone(before), line...))
	return sum[:]
}

// A Record writes what is seen into the file of the month.
type Record struct {
	Dir     string
	Address string
	Key     *seal.Signer

	month string
	down  bool // the last look found the center down: what begins in a file ends in it
	last  int
	chain []byte
	file  *os.File
}

// Add appends a look and returns when it is on the disk.
func (r *Record) Add(at time.Time, seen string, took time.Duration, what string) error {
	if err := r.open(at); err != nil {
		return err
	}
	what = strings.Join(strings.Fields(what), " ")
	text := Line{r.last + 1, at, seen, took, what[:min(len(what), 200)]}.text()
	sign, err := r.Key.Sign(append(bytes.Clone(r.chain), text...))
	if err != nil {
		return err
	}
	text += "\t" + base64.StdEncoding.EncodeToString(sign)
	if _, err := r.file.WriteString(text + "\n"); err != nil {
		return err
	}
	r.last, r.chain, r.down = r.last+1, chain(r.chain, text), seen == Down
	return r.file.Sync()
}

// open goes on with the file of the month, or begins it. A line that was cut off by a power failure is
// removed: it was never whole. A file in which something does not hold is never continued.
func (r *Record) open(at time.Time) error {
	month := at.In(time.FixedZone("CST", 8*60*60)).Format("2006-01")
	if month == r.month || r.file != nil && r.down {
		return nil
	}
	if err := r.Close(); err != nil {
		return err
	}
	if err := os.MkdirAll(r.Dir, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(r.Dir, "probe-"+month+".txt"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if err := r.resume(f); err != nil {
		return errors.Join(err, f.Close())
	}
	r.file, r.month = f, month
	return nil
}

// resume reads a file to its end, where writing goes on.
func (r *Record) resume(f *os.File) error {
	text, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	head := title + "\n" + headKey + hex.EncodeToString(r.Key.Public()) + "\n" + headURL + r.Address + "\n"
	whole := text[:bytes.LastIndexByte(text, '\n')+1]
	if len(whole) < len(head) && strings.HasPrefix(head, string(whole)) {
		if _, err := f.WriteAt([]byte(head), 0); err != nil {
			return err
		}
		whole = []byte(head)
	}
	l, sum, err := parse(bytes.NewReader(whole))
	if err != nil {
		return err
	}
	if !bytes.Equal(l.Public, r.Key.Public()) || l.Address != r.Address {
		return fault.New(fault.Conflict, "probe.other", "%s 是另一密钥或者另一地址的记录，没有续写；请另选 --dir", f.Name())
	}
	r.last, r.chain = len(l.Lines), sum
	if err := f.Truncate(int64(len(whole))); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekEnd); err != nil {
		return err
	}
	return f.Sync()
}

// Close ends the file of the month.
func (r *Record) Close() (err error) {
	if r.file != nil {
		err = r.file.Close()
	}
	r.file, r.month = nil, ""
	return err
}

// Read reads a file and checks every signature and the order of the lines.
func Read(from io.Reader) (*Log, error) {
	l, _, err := parse(from)
	return l, err
}

// parse is Read that also returns the digest of everything.
func parse(from io.Reader) (*Log, []byte, error) {
	in := bufio.NewScanner(from)
	in.Buffer(nil, 4<<10)
	l, sum := &Log{}, []byte(nil)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSuffix(in.Text(), "\r")
		ok := true
		switch {
		case n == 1:
			ok = strings.TrimPrefix(line, "\ufeff") == title
			line = title
		case n == 2:
			var err error
			l.Public, err = hex.DecodeString(strings.TrimPrefix(line, headKey))
			ok = err == nil
		case n == headLines:
			l.Address, ok = strings.CutPrefix(line, headURL)
		default:
			ok = l.add(line, sum)
		}
		if !ok {
			return nil, nil, fault.New(fault.Invalid, "probe.line", "探测记录第 %d 行不是应有的内容、签名不成立，或者其前有行被删改；请使用探测程序写出的、未经改动的文件", n)
		}
		sum = chain(sum, line)
	}
	if err := in.Err(); err != nil || sum == nil || l.Address == "" {
		return nil, nil, fault.New(fault.Invalid, "probe.file", "文件不是外部探测记录，请使用探测程序写出的、未经改动的文件").Because(err)
	}
	return l, sum, nil
}

// add reads a line that stands after what has the digest, and checks it.
func (l *Log) add(line string, before []byte) bool {
	f := strings.Split(line, "\t")
	if len(f) != fields {
		return false
	}
	no, err := strconv.Atoi(f[0])
	at, err2 := time.Parse(time.RFC3339Nano, f[1])
	took, err3 := strconv.ParseInt(f[3], 10, 64)
	sign, err4 := base64.StdEncoding.DecodeString(f[5])
	if errors.Join(err, err2, err3, err4) != nil || no != len(l.Lines)+1 || f[2] != Up && f[2] != Down && f[2] != Unknown {
		return false
	}
	if !seal.Signed(l.Public, append(bytes.Clone(before), strings.Join(f[:5], "\t")...), sign) {
		return false
	}
	l.Lines = append(l.Lines, Line{no, at, f[2], time.Duration(took) * time.Millisecond, f[4]})
	return true
}

// A Gap is a time in which the center was found down, from the first look that found it so to the first that
// found it up again.
type Gap struct{ Since, Until time.Time }

// silence is from when on the time between two looks tells nothing of what lies between.
const silence = 3 * time.Minute

// Gaps lists the times of at least least in which the center was down. What the prober itself did not see, it
// does not tell: a gap ends with its last look that found the center down where it then saw nothing for a
// while; one that goes on at the end of the file is left for the next.
func (l *Log) Gaps(least time.Duration) (out []Gap) {
	var since, last time.Time
	end := func(until time.Time) {
		if !since.IsZero() && until.Sub(since) >= least {
			out = append(out, Gap{since, until})
		}
		since = time.Time{}
	}
	for _, x := range l.Lines {
		if !since.IsZero() && (x.At.Sub(last) > silence || x.Seen == Unknown) {
			end(last)
		}
		switch x.Seen {
		case Down:
			if since.IsZero() {
				since = x.At
			}
			last = x.At
		case Up:
			end(x.At)
		}
	}
	return out
}
