package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"zhibao/center"
	"zhibao/center/demo"
	"zhibao/internal/fault"
	"zhibao/internal/scan"
	"zhibao/internal/seal"
	"zhibao/internal/search/opensearch"
	"zhibao/internal/telemetry"
	"zhibao/internal/web"
)

// logger writes to standard error, where the system's journal takes it from.
func logger() *slog.Logger { return slog.New(slog.NewTextHandler(os.Stderr, nil)) }

// say prints an error as its user should read it and returns the exit code.
func say(err error) int {
	if e := fault.Of(err); e != nil {
		fmt.Fprintln(os.Stderr, "错误："+e.Message)
	} else {
		fmt.Fprintln(os.Stderr, "错误：", err)
	}
	return 1
}

// loopback reports whether an address is reachable from this machine alone.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// options are what an operator says to serve.
type options struct {
	data, database, key, env     string
	addr, cert, certKey, url     string
	fonts, code, name, search    string
	english, province, proxyList string
	metrics, backups, crypto     string
	traces                       string
	share                        float64
	scan                         string
	proxied                      bool
	index                        string
	drain                        time.Duration
}

// declare makes the flags, each explained in both languages.
func (o *options) declare(fs *flag.FlagSet) {
	fs.StringVar(&o.data, "data", "", "`DIR` 数据目录（folder of the data）")
	fs.StringVar(&o.database, "database", "", "`URL` 数据库，sqlite:PATH 或 postgres://…；默认为数据目录中的 SQLite（database; SQLite in the data folder if not given）")
	fs.StringVar(&o.key, "key", "", "`FILE` 密钥文件，须在数据目录之外；没有时新建（key file, outside the data folder; made if there is none）")
	fs.StringVar(&o.env, "key-env", "", "`NAME` 存放根密钥的环境变量，用于代替密钥文件中的根密钥（environment variable with the root key, instead of in the key file）")
	fs.StringVar(&o.addr, "addr", "127.0.0.1:8330", "`HOST:PORT` 监听地址（address to listen on）")
	fs.StringVar(&o.cert, "cert", "", "`FILE` TLS 证书（TLS certificate）")
	fs.StringVar(&o.certKey, "cert-key", "", "`FILE` TLS 证书私钥（its private key）")
	fs.BoolVar(&o.proxied, "behind-proxy", false, "由前置代理提供 TLS（a proxy speaks TLS）")
	fs.StringVar(&o.proxyList, "proxies", "127.0.0.0/8,::1/128", "`CIDR,…` 与 --behind-proxy 合用：相信这些地址报告的来访 IP（with --behind-proxy: whose X-Forwarded-For is believed）")
	fs.StringVar(&o.url, "url", "", "`URL` 用户访问本站的地址，写入通知中的链接；不指定时不能配置消息发送（address of the site for links in messages; without it none can be set up）")
	fs.StringVar(&o.fonts, "fonts", "", "`DIR` 字体目录，仿宋、小标宋等 TTF（folder of the operator's fonts）")
	fs.StringVar(&o.search, "search", "", "`URL` 公开文献的检索服务器 OpenSearch，https://用户:密码@主机:端口，本机可用 http；不指定则用内置索引（OpenSearch server for the published documents; the embedded index if not given）")
	fs.StringVar(&o.index, "index", "", "`DIR` 本进程自用的检索索引目录；多个进程共用数据目录时各不相同，默认在数据目录中（folder of this process's search index; one for each where several share the data folder）")
	fs.DurationVar(&o.drain, "drain", 0, "`TIME` 收到停止信号后，/ready 先报 503 多久再停止接受连接，如 5s；应长于前置代理的检查间隔（how long /ready says 503 before connections are refused）")
	fs.StringVar(&o.crypto, "crypto", "", "`sm|international` 密码算法：国密或者国际，默认国际；首次启动后不再改变（algorithms of the center; international if not given; fixed at the first start）")
	fs.StringVar(&o.scan, "scan", "", "`unix:PATH` 病毒扫描 clamd 的套接字，或本机的 tcp:127.0.0.1:端口；指定后未通过扫描的文件不保存（clamd on this machine; what it does not pass is not stored）")
	fs.StringVar(&o.metrics, "metrics", "", "`HOST:PORT` 在本机地址提供 Prometheus 指标 /metrics；不指定则不提供（figures for Prometheus on a loopback address; none if not given）")
	fs.StringVar(&o.traces, "traces", "", "`URL` 把调用链送给本机的 OpenTelemetry 接收程序，如 http://127.0.0.1:4318/v1/traces；不指定则不送（traces for an OpenTelemetry collector on this machine; none if not given）")
	fs.Float64Var(&o.share, "traces-share", 0.1, "`PART` 送出的比例，0.1 为每十个请求一个（share of the traces that are sent）")
	fs.StringVar(&o.backups, "backups", "", "`DIR` 备份所在目录，其新旧列入指标（folder of the backups, whose age is among the figures）")
	fs.StringVar(&o.code, "center", "ZX", "`CODE` 中心代码，用于案号；首次启动后不再改变（code of the center in case numbers; fixed at the first start）")
	fs.StringVar(&o.name, "name", "知识产权保护中心", "`NAME` 中心名称；首次启动后不再改变（name of the center; fixed at the first start）")
	fs.StringVar(&o.english, "english", "Intellectual Property Protection Center", "`NAME` 中心英文名称（its English name）")
	fs.StringVar(&o.province, "province", "", "`NN` 所在省的行政区划前两位（first two digits of the province's division code）")
}

// config checks what the operator said, and says what is wrong before anything is opened or made.
func (o *options) config() (cfg center.Config, problem string) {
	cfg = center.Config{Recorder: telemetry.New(time.Now), Backups: o.backups, Database: o.database, Data: o.data, KeyFile: o.key, KeyEnv: o.env, MakeKey: true, Index: o.index, Fonts: o.fonts, Search: o.search, URL: strings.TrimSuffix(o.url, "/"),
		Plain: o.cert == "" && !o.proxied, Now: time.Now, Log: logger(), Center: center.Identity(o.code, o.name, o.english, o.province)}
	if problem := o.protect(&cfg); problem != "" {
		return cfg, problem
	}
	switch {
	case o.data == "" || o.key == "":
		return cfg, "请指定 --data 数据目录与 --key 密钥文件"
	case (o.cert == "") != (o.certKey == ""):
		return cfg, "--cert 与 --cert-key 须一并指定"
	case o.drain < 0 || o.drain > time.Minute:
		return cfg, "--drain 应在 0 至 1m 之间，例如 5s"
	case cfg.Plain && !loopback(o.addr):
		return cfg, "不经 TLS 只能监听本机地址：请指定 --cert 与 --cert-key，或在代理之后使用 --behind-proxy"
	case o.metrics != "" && !loopback(o.metrics):
		return cfg, "--metrics 只能是本机地址，例如 127.0.0.1:9091"
	case !regexp.MustCompile(`^[A-Z0-9]{1,10}$`).MatchString(o.code):
		return cfg, "--center 中心代码应为 1 至 10 位大写字母或数字"
	case o.province != "" && !regexp.MustCompile(`^[1-8][0-9]$`).MatchString(o.province):
		return cfg, "--province 应为行政区划代码的前两位，例如 33"
	}
	// Read now and not with the first visitor: an expired or mixed-up file is an operator's mistake.
	if o.cert != "" {
		if st, err := os.Stat(o.certKey); err == nil && st.Mode().Perm()&0o027 != 0 {
			return cfg, fmt.Sprintf("TLS 私钥 %s 的权限是 %v，其他用户可以读取或者同组可以改写：请改为 0600", o.certKey, st.Mode().Perm())
		}
		if _, err := tls.LoadX509KeyPair(o.cert, o.certKey); err != nil {
			return cfg, fmt.Sprintf("TLS 证书 %s 与私钥 %s 不能使用：%v", o.cert, o.certKey, err)
		}
	}
	if st, err := os.Stat(o.fonts); o.fonts != "" && (err != nil || !st.IsDir()) {
		return cfg, "--fonts 字体目录不存在：" + o.fonts
	}
	if u, err := url.Parse(o.url); o.url != "" && (err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && cfg.Plain)) {
		return cfg, "--url 应为 https://主机名"
	}
	if problem := o.outward(); problem != "" {
		return cfg, problem
	}
	if cfg.Plain && o.url == "" {
		cfg.URL = "http://" + o.addr // this machine's own address is known
	}
	// Nobody else may say where a visitor comes from: limits and the audit rest on it.
	if o.proxied {
		for each := range strings.SplitSeq(o.proxyList, ",") {
			p, err := netip.ParsePrefix(strings.TrimSpace(each))
			if err != nil {
				return cfg, "--proxies 应为以逗号分隔的网段，例如 10.0.0.0/8：" + each
			}
			cfg.Proxies = append(cfg.Proxies, p)
		}
	}
	return cfg, ""
}

// outward checks the addresses to which something is sent, before anything is: what is searched for goes to
// a server that the operator trusts with it, traces to one on this machine. What is wrong is said as the name
// of the setting and a sentence.
func (o *options) outward() (problem string) {
	if o.search != "" {
		if err := opensearch.Check(o.search); err != nil {
			return "--search " + fault.Of(err).Message
		}
	}
	if o.traces != "" {
		if err := telemetry.CheckTraces(o.traces, o.share); err != nil {
			return "--traces " + fault.Of(err).Message
		}
	}
	return ""
}

// protect reads with what text is encrypted and who looks files through.
func (o *options) protect(cfg *center.Config) (problem string) {
	var err error
	if cfg.Crypto, err = seal.ParseProvider(o.crypto); err != nil {
		return "--crypto " + fault.Of(err).Message
	}
	if o.scan == "" {
		return ""
	}
	if cfg.Scan, err = scan.Parse(o.scan); err != nil {
		return "--scan " + fault.Of(err).Message
	}
	return ""
}

// serve opens the center and serves it until the program is told to end.
func serve(cmd command, ctx context.Context, args []string) int {
	fs, o := cmd.flags(), options{}
	o.declare(fs)
	file := fs.String("config", "", "`FILE` 配置文件：每行“参数名 = 值”，# 起为注释；命令行中的参数优先（settings, a name = value a line; the command line wins）")
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	// Refused before anything is opened or made.
	if *file != "" {
		if err := fromFile(fs, *file); err != nil {
			return cmd.wrong(err.Error())
		}
	}
	cfg, problem := o.config()
	if problem != "" {
		return cmd.wrong(problem)
	}
	// Before a key is in the memory.
	if err := harden(); err != nil {
		return say(fmt.Errorf("不能关闭内存转储：%w", err))
	}
	stop, err := o.monitored(cfg.Recorder)
	if err != nil {
		return say(err)
	}
	defer stop()
	if cfg.Scan == nil {
		cfg.Log.Warn("scan", "state", "off", "what", "没有病毒扫描：上传的文件只按类型与结构检查，见 --scan")
	}
	// Whoever looks after the place compares it with what was published (zhibao version --verify).
	if sum, err := ownDigest(); err == nil {
		cfg.Log.Info("program", "sha256", sum)
	}
	last, err := o.traced(cfg.Recorder)
	if err != nil {
		return say(err)
	}
	defer last()
	c, err := center.Open(ctx, cfg)
	if err != nil {
		return say(err)
	}
	if err := firstStart(ctx, c); err != nil {
		return say(errors.Join(err, c.Close()))
	}
	return closed(c, listen(ctx, c, o))
}

// closed closes the center and returns the exit code.
func closed(c *center.Center, code int) int {
	if err := c.Close(); err != nil {
		return say(err)
	}
	return code
}

// firstStart records the center of a new database and prints the one-time links of the three
// administrators. There is no default password.
func firstStart(ctx context.Context, c *center.Center) error {
	links, err := c.FirstStart(ctx)
	if err != nil || len(links) == 0 {
		return err
	}
	fmt.Println("首次启动。请由三位不同的人分别打开下面的一次性链接设置密码（七天内有效，只显示这一次）：")
	for _, l := range links {
		fmt.Printf("  %s（登录名 %s）：%s\n", l.Who, l.Login, c.URL+l.Path)
	}
	return nil
}

// When the program is told to end, it first says so at /ready for as long as the operator asked, while it
// works on, so that a proxy sends nothing any more. Then it takes no more connections, gives those just taken a moment to
// become requests, because Shutdown drops what was read and not yet begun, and then lets requests
// under way take as long as grace.
const (
	moment = 200 * time.Millisecond
	grace  = 10*time.Second - moment
)

// listen serves until the context ends, then lets requests and jobs finish. It returns when nothing
// runs any more.
func listen(ctx context.Context, c *center.Center, o options) int {
	var ending atomic.Bool
	srv := web.NewServer(o.addr, c.Ready(&ending, c.Handler()))
	l, err := net.Listen("tcp", o.addr)
	if err != nil {
		return say(fmt.Errorf("不能监听 %s：%w", o.addr, err))
	}
	var running sync.WaitGroup
	// Also where serving fails, nothing may use the database when it is closed.
	background, stop := context.WithCancel(ctx)
	defer running.Wait()
	defer stop()
	running.Go(func() { c.Background(background) })
	running.Go(func() {
		<-background.Done()
		ending.Store(true)
		time.Sleep(o.drain)
		srv.SetKeepAlivesEnabled(false)
		l.Close()
		time.Sleep(moment)
		quiet, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		if err := srv.Shutdown(quiet); err != nil {
			logger().Error("shutdown", "err", err)
		}
	})
	// Printed when connections are taken, so that a script may wait for the line.
	scheme := "http"
	if o.cert != "" {
		scheme = "https"
	}
	fmt.Printf("已启动：%s://%s/\n", scheme, l.Addr())
	if o.cert != "" {
		err = srv.ServeTLS(l, o.cert, o.certKey)
	} else {
		err = srv.Serve(l)
	}
	if err != nil && ctx.Err() == nil {
		return say(err)
	}
	return 0
}

// runDemo builds the lived-in demo center, or opens the one that is there, and serves it.
func runDemo(cmd command, ctx context.Context, args []string) int {
	fs := cmd.flags()
	addr := fs.String("addr", "127.0.0.1:8330", "`HOST:PORT` 监听地址，仅限本机（address on this machine）")
	data := fs.String("data", "", "`DIR` 数据目录；不指定则用临时目录，退出后删除（folder; a temporary one if not given）")
	calls := fs.Int("calls", 0, "`N` 每个账号每分钟调用接口的次数，供扫描与压测放宽；默认与正式部署相同（calls of the interface in a minute, for scanners; as in earnest if not given）")
	build := fs.Bool("build-only", false, "建好数据后退出（build the data and end）")
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	if !loopback(*addr) {
		return cmd.wrong("示范中心的密码是公开的，只能监听本机地址")
	}
	// Without a folder the demo is gone when the program ends, which is what a first look wants.
	dir := *data
	if dir == "" {
		temp, err := os.MkdirTemp("", "zhibao-demo-")
		if err != nil {
			return say(err)
		}
		defer os.RemoveAll(temp)
		dir = temp
	}
	c, accounts, err := demo.Open(ctx, demo.Options{Data: filepath.Join(dir, "data"), KeyFile: filepath.Join(dir, "root.key"), Now: time.Now,
		URL: "http://" + *addr, Calls: *calls, Log: logger(), Progress: func(s string) { fmt.Println(s) }})
	if err != nil {
		return say(err)
	}
	fmt.Println("\n示范账号（密码均为 " + demo.Password + "）：")
	for _, a := range accounts {
		fmt.Printf("  %-12s %s\n", a.Login, a.Who)
	}
	if *build {
		return closed(c, 0)
	}
	return closed(c, listen(ctx, c, options{addr: *addr}))
}

// verify checks every chain off line, without keys.
func verify(cmd command, ctx context.Context, args []string) int {
	fs := cmd.flags()
	data := fs.String("data", "", "`DIR` 数据目录（folder of the data）")
	db := fs.String("database", "", "`URL` 数据库地址，默认为数据目录中的 SQLite（database; SQLite in the data folder if not given）")
	proof := fs.String("proof", "", "`FILE` 只核对一份存证证明，无须数据（checks a proof; needs no data）")
	slip, pack := fs.String("receipt", "", "`FILE` 只核对一份应急收件回执，无须数据（checks a receipt of the contingency desk; needs no data）"), fs.String("package", "", "`FILE` 与 --receipt 合用：核对文件是否为当时提交的（with --receipt: whether this is the file）")
	var heads []string
	fs.Func("head", "`FILE` 早先保存的存证树头，核对日志是否以它开始，可重复（an earlier head that the log must begin with; repeatable）", func(s string) error {
		heads = append(heads, s)
		return nil
	})
	if ok, code := cmd.parse(fs, args); !ok {
		return code
	}
	// A proof is checked with nothing else, so that its holder needs no center.
	if *proof != "" {
		if err := center.CheckProof(os.Stdout, *proof); err != nil {
			return say(err)
		}
		return 0
	}
	if *slip != "" {
		return checkReceipt(*slip, *pack)
	}
	if *data == "" && *db == "" {
		return cmd.wrong("请指定 --data 数据目录、--database 数据库地址、--proof 证明文件或 --receipt 回执文件")
	}
	// What does not hold is printed; the exit code is for scripts.
	ok, err := center.Verify(ctx, os.Stdout, *data, *db, heads)
	if err != nil {
		return say(err)
	}
	if !ok {
		return 1
	}
	return 0
}
