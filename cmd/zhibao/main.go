// Command zhibao (知保) runs an intellectual property protection center: serve · demo · check ·
// similar · verify · import · sign-challenge · key, and bench where it was not built as a release. It holds flags and nothing else.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// A command is one verb of the program.
type command struct {
	name, args    string
	help, english string // one sentence each, without a stop
	more          string // further explanation for --help
	rest          bool   // takes arguments that are no flags
	run           func(c command, ctx context.Context, args []string) int
}

// commands lists the verbs in the order in which one meets them.
func commands() []command {
	return append([]command{
		{name: "demo", args: "[--addr HOST:PORT] [--data DIR]", run: runDemo,
			help: "建一个有 18 个月往来的示范中心并启动", english: "Builds a demo center with eighteen months of cases and serves it on this machine",
			more: "密码是公开的，只监听本机地址。建立中断的目录会在下次启动时重新建立。\nThe passwords are public, so it listens on this machine alone."},
		{name: "serve", args: "--data DIR --key FILE [--addr HOST:PORT] [--cert FILE --cert-key FILE] [--url URL] | --config FILE", run: serve,
			help: "启动平台；首次启动打印三位管理员的一次性链接", english: "Serves a center; the first start prints one-time links for the three administrators",
			more: "除本机地址外必须使用 TLS：用 --cert 与 --cert-key，或在前置代理之后用 --behind-proxy。密钥文件必须在数据目录之外，丢失即不可恢复。\n" +
				"TLS is required except on a loopback address. The key file must be outside the data folder; if it is lost, nothing can be read again."},
		{name: "check", args: "[--type 发明|实用新型|外观设计] [--on DATE] [--format text|json|html] [--ocr] PATH…", rest: true, run: checkFiles,
			help: "检查申请文件，无须启动平台", english: "Checks application files without a running center",
			more: `PATH 是文件、解开的案卷包、放视图的文件夹，或者放多个申请的文件夹；逐件读取、逐件输出。
json 的一行：file、type、rules_version、on、application（title、claims、parts、figures、losses）、findings、
not_evaluated（rule、why）、passed、elapsed_ms。depends_on 每个择一的引用一组，以“和”并列的在同一组。
findings 中的 quote 是 parts 里同名部分 text 的原样片段，start 与 end 按 Unicode 码点从 0 计数，含 start、不含 end；
针对整个部分的问题 quote 为空，start 与 end 为 0。不在权利要求中的问题没有 claim。
退出码：0 没有不予通过（F）或必须补正（E）的问题，1 有，2 有文件无法读取（原因写到标准错误，其余照常检查）或参数有误。
Exit code: 0 no finding of severity F or E, 1 some, 2 a file could not be read; the others are checked.`},
		{name: "similar", args: "[--format text|json] [--threshold 0.5] FILE.jsonl…", rest: true, run: similarTexts,
			help: "在文件的各行文本中找出相似的各对，不联网，不留存", english: "Finds the pairs of nearly the same texts in files of lines, without the network, and keeps nothing",
			more: `每行一个 JSON 对象：{"id":"…","text":"…"}，UTF-8，一行不超过 8 MB；其他成员不看。json 格式每对输出一行 {"a","b","score"}，
按行的先后排列。score 是两件文本中不同的连续三字片段里两者共有的比例（Jaccard，0 至 1），空白不计，其他字符照原样计。
在各件文本的五字（西文十四个字母）片段的抽样中查找，再读原文逐对核对；片段共有不到八分之一的不会被找到，
所以阈值低于 0.2 时不保证找全。文件读两遍，内存约为每件 500 字节。读不了的行以“文件:行号”报告，其余照常比较。
退出码：0 全部比较，1 有的行读不了，2 参数有误或文件读不了。
Score: Jaccard of the different runs of three characters, white space left out. Exit code: 0 all lines compared, 1 some lines
could not be read, 2 wrong arguments or a file that could not be read.`},
		{name: "verify", args: "--data DIR [--head FILE]… | --proof FILE | --receipt FILE [--package FILE]", run: verify,
			help: "离线核验全部案件记录、审计记录与存证日志，指出第一条不符的记录；或核对一份存证证明、一份应急收件回执", english: "Verifies off line every record of every case, of the audit and of the log, and names the first that does not hold; or checks one proof or one receipt of the contingency desk",
			more: "不需要密钥。--head 给出早先下载、在系统之外保存的树头，由此发现被截断、删除或者整体改写的记录。退出码：0 通过，1 未通过，2 参数有误。\nNeeds no key. --head names a head of the log that was kept outside: with it, records that were cut off, removed or written anew are found. Exit code: 0 all holds, 1 something does not, 2 wrong arguments."},
		{name: "backup", args: "--data DIR --to DIR [--keep N]", run: backUp,
			help: "在平台运行时备份：数据库与全部文件；读回并核验通过才算完成", english: "Backs a running center up, the database and all files; it counts only when it was read back and everything holds",
			more: "每份备份是一个文件夹，以世界时命名；未变的文件与前一份共用磁盘空间。密钥文件不在其中，须另行保存最新的一份。\n" +
				"Each backup is a folder named by its time; files that did not change share their space with the one before. The key file is not in it."},
		{name: "restore", args: "--from DIR --data DIR [--database URL]", run: restore,
			help: "把一份备份恢复到空的目录，并逐个文件、逐条记录核验", english: "Puts a backup into an empty folder and checks every file and every record",
			more: "恢复后用最新的密钥文件启动。备份之后销毁的案件密钥不会因此恢复。\nStart with the newest key file. What was shredded after the backup stays unreadable."},
		{name: "move", args: "--data DIR --to URL", run: move,
			help: "把数据库迁移到另一个数据库（SQLite 与 PostgreSQL 之间均可），并比对两者；须先停止平台", english: "Takes the database over into another one, SQLite or PostgreSQL, and compares both; stop the platform first",
			more: "存放文件的数据目录不变。退出码：0 两个数据库一致，1 未完成，2 参数有误。\nThe folder of the files stays as it is. Exit code: 0 both hold the same, 1 not done, 2 wrong arguments."},
		{name: "doctor", args: "--data DIR [--key FILE] [--backups DIR] [--scan ADDRESS]", run: doctor,
			help: "检查目录、磁盘、密钥文件、数据库、记录、时间与备份，说明问题与处理办法", english: "Looks at folders, disk, key file, database, records, time and backups, and says what to do",
			more: "不改动任何内容，可在平台运行时执行。退出码：0 全部正常，1 有问题，2 参数有误。\nChanges nothing; the platform may run. Exit code: 0 all is well, 1 something is not, 2 wrong arguments."},
		{name: "status", args: "--data DIR --out DIR", run: status,
			help: "把公开的服务状态写成静态文件，可放到另一台主机", english: "Writes the public page of the service as files for another host",
			more: "index.html、en.html、status.json、feed.xml；只读数据库，不需要密钥，平台运行或者停止时均可，可每分钟执行。\nReads the database only and needs no key; may run every minute."},
		{name: "audit", args: "--data DIR [--state FILE]", run: auditLog,
			help: "把审计记录按 CEF 格式逐条输出，供安全事件的收集器（syslog）读取", english: "Writes the audit as lines of the Common Event Format, for a collector of security events",
			more: "只读数据库，不需要密钥，平台运行或者停止时均可；有 --state 时只输出上次之后的，可每分钟执行：zhibao audit --data DIR --state FILE | logger -t zhibao。\n" +
				"Reads the database only and needs no key; with --state only what is newer than the last time is written."},
		{name: "witness", args: "--key FILE --name NAME [--kept FILE] HEAD", rest: true, run: witness,
			help: "为中心的存证树头签署见证，供中心之外的单位使用", english: "Signs a head of a center's log as a witness outside of the center",
			more: "密钥用 contingency key 生成，指纹交中心登记；--kept 为上一次签署的见证或保存的树头，条数倒退或内容不同的不签。见证输出到标准输出，请自己保存一份，另一份交中心在“存证日志”页上传；核对：zhibao verify --data DIR --head 见证文件。\n" +
				"Make the key with contingency key and have its fingerprint registered. What --kept names is what was signed last: a head that goes back or differs is not signed. Keep the output, and give the center a copy."},
		{name: "contingency", args: "--dir DIR --key FILE --to FILE [--addr HOST:PORT] [--cert FILE --cert-key FILE | --behind-proxy] [--most MB] | key --key FILE", rest: true, run: receive,
			help: "平台停用时在另一台主机应急收件：只有一个页面，不用数据库，收到后给出签名的回执", english: "Takes packages on another host while the platform is down: one page, no database, and a signed receipt for each",
			more: "先用 contingency key 生成密钥，把显示的公钥指纹交中心主任登记并公布；--to 为中心的加密公钥。文件与回执加密写入磁盘后才答复，只有中心能解开。\n" +
				"First make a key with contingency key and have its fingerprint published; --to is the public key of the center. It answers only when file and receipt are on the disk, encrypted so that only the center reads them."},
		{name: "ingest", args: "--data DIR --key FILE [--center N] [--scan ADDRESS] [--dry-run] FOLDER", rest: true, run: ingest,
			help: "把应急收件目录中的文件与回执导入中心，以回执时间为收到时间；可以重复执行", english: "Takes what the contingency desk received into the center, with the time of the receipt as that of reception; may be repeated",
			more: "逐份核对加密、签名（须已登记在 outage.signers）、摘要与时间；--dry-run 只核对。平台运行或者停止时均可。退出码：0 全部导入，1 有未导入的，2 参数有误。\n" +
				"Checks encryption, signature (registered in outage.signers), digest and time of each; --dry-run writes nothing. The platform may run. Exit code: 0 all went in, 1 some was refused, 2 wrong arguments."},
		{name: "probe", args: "--dir DIR --key FILE [--control URL] [--once] URL", rest: true, run: probe,
			help: "在外部每分钟探测一次平台能否受理，写入签名的记录文件", english: "Looks once a minute from outside whether a center can take filings, and writes a signed record",
			more: "密钥用 contingency key 生成，指纹登记在 outage.signers 中。每月一个文件，由系统管理员在“系统可用性”页导入；只有外部看到的中断由此成为记录。\n" +
				"Make the key with contingency key and register its fingerprint in outage.signers. One file a month, taken in on the page of availability, by which outages seen only from outside become records."},
		{name: "version", args: "[--sbom | --verify FILE [--public FILE] | --sign FILE]", run: version,
			help: "显示版本、构建信息与程序文件的摘要；核对其是否为所发布的；或输出软件物料清单", english: "Shows version, build and the digest of the program's file; verifies that it is the published one; or its bill of materials",
			more: "物料清单由程序文件自身的构建信息得出，格式为 CycloneDX 1.6。\nThe bill is what the file says of itself, as CycloneDX 1.6."},
		{name: "import", args: "--data DIR --source NAME [--as-of DAY] [--center N] [--dry-run] PATH…", rest: true, run: bringIn,
			help: "导入已公布的专利文献：各局的 XML、检索系统的导出表，或放它们的文件夹与压缩包", english: "Imports published patent documents: XML of the offices, lists of search services, or folders and archives of them",
			more: "中断后再次执行同一命令，从中断处接着导入；再次导入不会重复。\nThe same command goes on where it was broken off; importing again repeats nothing.\n退出码：0 全部导入，1 有未导入的，2 参数有误。Exit code: 0 all went in, 1 some was refused, 2 wrong arguments."},
		{name: "sign-challenge", args: "--key FILE --cert FILE [--host HOST] [FILE]", rest: true, run: signChallenge,
			help: "用文件中的私钥对证书登录页面给出的文本签名，不联网", english: "Signs the text of a sign-in by certificate with a key in a file, without the network",
			more: "只签知保登录页面的文本；签名结果写到标准输出，粘贴到登录页面。密码钥匙（USB Key）中的密钥用其自带的工具签名：SM2 用 SM3 与默认用户标识，P-256 与 RSA（PKCS#1 v1.5）用 SHA-256，也可以给出 PKCS#7。\n" +
				"Signs nothing but texts of such pages; the result goes to standard output, to be pasted into the page. Keys in devices are used with their own tool: SM2 with SM3 and the default user id, P-256 and RSA (PKCS #1 v1.5) with SHA-256, or PKCS #7."},
		{name: "key", args: "rotate --data DIR --key FILE | split --key FILE --to DIR [--parts 3] [--need 2] | join --key FILE PART…", rest: true, run: key,
			help: "更换根密钥（须先停止平台）；把密钥文件分给多人持有；集齐足够的份数后合并", english: "Changes the root key (stop the platform first); divides the key file among holders; puts their parts together again",
			more: "各自的参数：zhibao key rotate --help、key split --help、key join --help。份数不足时不能得出密钥，任何一份单独都读不出内容；更换根密钥或者销毁内容之后须重新分一次。\n" +
				"Fewer parts than are needed give nothing; divide anew after the root key was changed or something was shredded.\n" +
				"更换中途断电也不影响读取，下次启动时接着完成。旧密钥封存在新的密钥文件中，只用于恢复更换前的数据库备份。更换后请立即备份新的密钥文件并销毁旧副本。\n" +
				"Cut off half-way, everything is still read, and the next start goes on. The former key is kept sealed in the new file, for backups from before. Back up the new file at once and destroy old copies."},
	}, measurements()...)
}

// main runs until the command ends; the first signal asks it to, so that what is under way is finished.
func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// run runs a command and returns the exit code.
func run(ctx context.Context, args []string) int {
	if len(args) > 0 {
		for _, c := range commands() {
			if c.name == args[0] {
				return c.run(c, ctx, args[1:])
			}
		}
	}
	// Asking for help is no mistake: it goes to standard output and exits with 0.
	switch {
	case len(args) == 0 || args[0] == "--help" || args[0] == "-h" || args[0] == "help" && len(args) == 1:
		usage(os.Stdout)
		return 0
	case args[0] == "help":
		return run(ctx, []string{args[1], "--help"})
	}
	fmt.Fprintf(os.Stderr, "错误：没有命令 %q\n\n", args[0])
	usage(os.Stderr)
	return 2
}

// usage lists the commands.
func usage(w io.Writer) {
	fmt.Fprintln(w, "知保：知识产权保护中心业务平台\nzhibao: the platform of an intellectual property protection center\n\n用法 Usage：")
	for _, c := range commands() {
		fmt.Fprintf(w, "  zhibao %s %s\n        %s\n        %s\n", c.name, c.args, c.help, c.english)
	}
	fmt.Fprintln(w, "\n各命令的参数：zhibao 命令 --help\nFlags of a command: zhibao COMMAND --help")
}
