// Package importing (导入测量) measures how fast published documents come into the holding: each format by
// itself over real files that are multiplied, and as many documents as are asked for at once.
package importing

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"zhibao/industry/database/holding"
	"zhibao/industry/database/intake"
	"zhibao/internal/fault"
	"zhibao/internal/store"
	"zhibao/law/calendar"
)

// A sample is a real file with the number that is changed to make others of it.
type sample struct{ format, file, number string }

// samples are one or several files of each format, with documents of usual size.
var samples = []sample{
	{"cn-xml-2.2.1", "patent-xml-standards/data/examples/cn_new2.xml", "113783949"},
	{"cn-xml-2006", "patent-xml-standards/data/examples/cn_old1.xml", "104223352"},
	{"us-grant-xml", "uspto-samples/PatentDocument/resources/samples/xml2004/US06859910.xml", "06859910"},
	{"us-application-xml", "patent-xml-standards/data/examples/us_example3.xml", "20210045410"},
	{"us-sgml", "uspto-samples/PatentDocument/resources/samples/sgml/US06336130.xml", "06336130"},
	{"us-pap", "uspto-samples/PatentDocument/resources/samples/pap/US20010000044A1.xml", "20010000044"},
	{"us-greenbook", "uspto-samples/PatentDocument/resources/samples/greenbook/US04347903.greenbook", "04347903"},
	{"ep-st36", "patent-xml-standards/data/st36_wipo_examples/st36aexample/DOC00001.xml", "1667425"},
	{"docdb", "epo-ops-samples/published_test_biblio_example.xml", "2006142694"},
	{"st96-patent", "patent-xml-standards/data/03-96-vii-example-instances/PatentPublication_Example.xml", "08936998"},
	{"lens（CSV）", "csv-exports/lens_pizza_1000_raw.csv", ""},
	{"patentscope（CSV）", "csv-exports/patentscope_pizza_medium.csv", ""},
}

// options are the arguments.
type options struct {
	data, dir, database, only string
	documents, million        int
}

// Run measures and prints tables. Error: a flag.ErrHelp for wrong arguments.
func Run(ctx context.Context, w io.Writer, args []string) (err error) {
	defer fault.Wrap(&err, "measure imports")
	var o options
	fs := flag.NewFlagSet("import", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.data, "data", os.Getenv("ZHIBAO_DATA"), "")
	fs.StringVar(&o.dir, "dir", "", "")
	fs.StringVar(&o.database, "database", "", "")
	fs.StringVar(&o.only, "only", "", "")
	fs.IntVar(&o.documents, "documents", 4000, "")
	fs.IntVar(&o.million, "hold", 0, "")
	if err := fs.Parse(args); err != nil || fs.NArg() > 0 || o.documents < 1 {
		return flag.ErrHelp
	}
	if o.data == "" {
		return fault.New(fault.Invalid, "bench.data", "请用 --data 指定共享数据文件夹，测量要用其中的真实文件")
	}
	temp, err := os.MkdirTemp(o.dir, "zhibao-import-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	fmt.Fprintf(w, "%s；%d 个处理器；每种格式由真实文件改号复制；计时含读取、解析、压缩和落盘\n", runtime.Version(), runtime.GOMAXPROCS(0))
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "格式\t件数\t平均大小\t件/秒\tMB/秒\t处理器时间/件\t库内大小/件")
	var sum, marked figure // of all, and of all but lists, in equal parts
	for _, s := range samples {
		if o.only != "" && !strings.HasPrefix(s.format, o.only) {
			continue
		}
		f, err := one(ctx, t, o, temp, s)
		if err != nil {
			return err
		}
		sum.add(f)
		if s.number != "" {
			marked.add(f)
		}
	}
	if o.only == "" {
		marked.print(t, "合计（不含清单）")
		sum.print(t, "合计")
	}
	if err := t.Flush(); err != nil || o.million == 0 {
		return err
	}
	return hold(ctx, w, o, temp)
}

// A figure is what one import took.
type figure struct {
	documents int64
	read      int64 // bytes
	clock     time.Duration
	cpu       time.Duration
	held      int64 // bytes of the database
}

// add puts two together. The clock is added too: one after the other, as an import takes them.
func (f *figure) add(g figure) {
	f.documents, f.read, f.clock, f.cpu, f.held = f.documents+g.documents, f.read+g.read, f.clock+g.clock, f.cpu+g.cpu, f.held+g.held
}

// print writes a line of the table: documents, their size, how many and how much a second, what each costs and
// what it takes in the database.
func (f figure) print(w io.Writer, name string) {
	n := max(f.documents, 1)
	fmt.Fprintf(w, "%s\t%d\t%.1f KB\t%.0f\t%.1f\t%.2f ms\t%.1f KB\n", name, f.documents, float64(f.read)/float64(n)/1024, float64(f.documents)/f.clock.Seconds(), float64(f.read)/f.clock.Seconds()/(1<<20),
		float64(f.cpu.Microseconds())/float64(n)/1000, float64(f.held)/float64(n)/1024)
}

// one measures a format: a database of its own, opened, migrated and closed outside of the time that counts,
// so that no format pays for the size that another has left behind. A file that is not there is said so, and
// counts for nothing.
func one(ctx context.Context, w io.Writer, o options, temp string, s sample) (f figure, err error) {
	data, err := os.ReadFile(filepath.Join(o.data, filepath.FromSlash(s.file)))
	if os.IsNotExist(err) {
		fmt.Fprintf(w, "%s\t没有 %s，未测\n", s.format, s.file)
		return f, nil
	} else if err != nil {
		return f, err
	}
	file := filepath.Join(temp, "many"+filepath.Ext(s.file))
	if err := multiply(file, data, s, o.documents); err != nil {
		return f, err
	}
	f, err = bring(ctx, o, temp, file, nil)
	if err != nil {
		return f, err
	}
	f.print(w, s.format)
	return f, os.Remove(file)
}

// multiply writes a file with n documents, each with a number of its own as long as the real one. All else is
// as in the real one, so that what is read, packed and indexed has its size; citations are the same in each,
// which is the worst case for their table: the same rows are pointed at again and again.
func multiply(file string, data []byte, s sample, n int) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close()
	if s.number == "" {
		return rows(out, data, n)
	}
	if s.format == "docdb" { // the answer holds one document, the files of the office many
		from, to := bytes.Index(data, []byte("<exchange-document ")), bytes.Index(data, []byte("</exchange-document>"))
		data = append(bytes.Clone(data[from:to]), "</exchange-document>\n"...)
	}
	base, err := strconv.Atoi(strings.TrimLeft(s.number, "0"))
	if err != nil {
		return err
	}
	for i := range n {
		number := fmt.Sprintf("%0*d", len(s.number), base+i)
		if _, err := out.Write(bytes.ReplaceAll(data, []byte(s.number), []byte(number))); err != nil {
			return err
		}
	}
	return out.Close()
}

// rows writes n rows of a list, those it has with other numbers. The lists end their lines as the services do,
// with a carriage return alone.
func rows(out *os.File, data []byte, n int) error {
	lines := bytes.Split(bytes.TrimRight(data, "\r\n"), []byte("\r"))
	if _, err := out.Write(append(lines[0], '\r')); err != nil {
		return err
	}
	column := 0 // of the number
	for i, h := range bytes.Split(lines[0], []byte(",")) {
		if string(h) == "Publication Number" {
			column = i
		}
	}
	for i := range n {
		cells := bytes.SplitN(lines[1+i%(len(lines)-1)], []byte(","), column+2)
		if len(cells) > column {
			cells[column] = fmt.Appendf(nil, "US%dA1", 20_000_000_000+i)
		}
		if _, err := out.Write(append(bytes.Join(cells, []byte(",")), '\r')); err != nil {
			return err
		}
	}
	return out.Close()
}

// Fill brings so many documents, made of real ones below a folder, into the holding of a center.
func Fill(ctx context.Context, h *holding.Holding, center int64, data, dir string, n int) (err error) {
	defer fault.Wrap(&err, "fill the holding")
	text, err := os.ReadFile(filepath.Join(data, filepath.FromSlash("csv-exports/lens_pizza_1000_raw.csv")))
	if err != nil {
		return fault.New(fault.Invalid, "bench.data", "请用 --data 指定共享数据文件夹，文献由其中的真实文件改号复制").Because(err)
	}
	file := filepath.Join(dir, "hold.csv")
	out, err := os.Create(filepath.Clean(file))
	if err != nil {
		return err
	}
	defer os.Remove(file)
	if err := rows(out, text, n); err != nil {
		return err
	}
	m, err := take(ctx, &intake.Desk{DB: h.DB, Now: h.Now, Holding: h}, center, file, nil)
	if err == nil && m.New != int64(n) {
		err = fmt.Errorf("%d documents came in, want %d", m.New, n)
	}
	return err
}

// take imports a file and reports an import that did not take all of it.
func take(ctx context.Context, d *intake.Desk, center int64, file string, told func(*intake.Import)) (m *intake.Import, err error) {
	err = d.DB.Write(ctx, func(tx *store.Tx) error {
		m, err = d.Plan(ctx, tx, intake.New{Center: center, Name: "bench", Source: "bench", AsOf: calendar.DayOf(d.Now()), Items: []intake.Item{{Name: filepath.Base(file), Path: file}}})
		return err
	})
	if err != nil {
		return nil, err
	}
	if _, err := d.Do(ctx, center, m.ID, "start"); err != nil {
		return nil, err
	}
	if err := d.Run(ctx, center, m.ID, told); err != nil {
		return nil, err
	}
	if m, err = d.Find(ctx, center, m.ID); err != nil {
		return nil, err
	}
	if m.State != intake.Done || m.Refused > 0 {
		rs, err := d.Refused(ctx, center, m.ID, 1)
		return nil, errors.Join(err, fmt.Errorf("%s: the import ended %s with %d refused: %s %+v", file, m.State, m.Refused, m.Error, rs))
	}
	return m, nil
}

// bring imports a file into a new database and measures it.
func bring(ctx context.Context, o options, temp, file string, told func(*intake.Import)) (f figure, err error) {
	folder, err := os.MkdirTemp(temp, "db-")
	if err != nil {
		return f, err
	}
	defer os.RemoveAll(folder)
	db, err := store.Open(ctx, cmp.Or(o.database, "sqlite:"+filepath.Join(folder, "zhibao.db")))
	if err != nil {
		return f, err
	}
	defer db.Close()
	if err := db.Migrate(ctx, holding.Schema(), intake.Schema()); err != nil {
		return f, err
	}
	d := &intake.Desk{DB: db, Now: time.Now, Holding: &holding.Holding{DB: db, Now: time.Now}}
	began, used := time.Now(), cpu()
	m, err := take(ctx, d, 1, file, told)
	if err != nil {
		return f, err
	}
	f.clock, f.cpu = time.Since(began), cpu()-used
	f.documents, f.read = m.New, m.Total
	for _, end := range []string{"", "-wal"} {
		if st, err := os.Stat(filepath.Join(folder, "zhibao.db"+end)); err == nil {
			f.held += st.Size()
		}
	}
	return f, nil
}

// hold brings many documents into one database and says whether the speed lasts.
func hold(ctx context.Context, w io.Writer, o options, temp string) error {
	data, err := os.ReadFile(filepath.Join(o.data, filepath.FromSlash("csv-exports/lens_pizza_1000_raw.csv")))
	if err != nil {
		return err
	}
	file := filepath.Join(temp, "hold.csv")
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := rows(out, data, o.million); err != nil {
		return err
	}
	began, next := time.Now(), int64(100_000)
	f, err := bring(ctx, o, temp, file, func(m *intake.Import) {
		if m.Sum() >= next {
			fmt.Fprintf(w, "  %d 件，%.0f 件/秒\n", m.Sum(), float64(m.Sum())/time.Since(began).Seconds())
			next += 100_000
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "库内 %d 件：%.0f 件/秒，%v，数据库 %.2f GB\n", f.documents, float64(f.documents)/f.clock.Seconds(), f.clock.Round(time.Second), float64(f.held)/(1<<30))
	return nil
}
