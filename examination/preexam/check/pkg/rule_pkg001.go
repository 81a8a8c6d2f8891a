package pkg

import (
	"fmt"
	"regexp"

	"zhibao/examination/preexam/check"
	"zhibao/examination/preexam/check/req/basis"
	"zhibao/law/rule"
	"zhibao/patent"
)

// Names are enough here: the readers have refused files whose content is a program already.
// Office files with macros count as programs.
var (
	programs = regexp.MustCompile(`(?i)\.(?:exe|dll|com|scr|bat|cmd|msi|ps1|vbs|vbe|js|jse|wsf|hta|jar|apk|sh|lnk|reg|docm|xlsm|pptm|dotm)$`)
	archives = regexp.MustCompile(`(?i)\.(?:zip|rar|7z|gz|tgz|tar|bz2|xz|iso|cab)$`)
)

// pkg001 looks at what the reader let through: a package that does not open, has a password or
// holds a bomb never becomes an application. Viruses are for the scanner of the operator.
func pkg001() check.Rule {
	return bundled(rule.Meta{
		ID: "PKG-001", Title: "案卷包能够打开、没有密码，不含程序和嵌套的压缩包，大小不超过上限",
		English: "The package opens without password, holds no programs or nested archives, and is not too large",
		Basis:   []rule.Cite{basis.Ours("案卷包的安全")},
		Level:   rule.Center, Severity: rule.Fatal, Auto: rule.Deterministic, Version: 1,
	}, func(p *check.Pass) {
		limit := int64(0)
		if s := p.Facts.Settings; s != nil {
			limit = s.MaxFile
		}
		for _, e := range p.App.Entries {
			switch {
			case programs.MatchString(e.Name):
				p.Whole(patent.Whole, fmt.Sprintf("案卷包中有程序或者带宏的文件“%s”", e.Name), "删去该文件后重新打包；案卷包只放申请文件和证明材料")
			case archives.MatchString(e.Name):
				p.Whole(patent.Whole, fmt.Sprintf("案卷包中有嵌套的压缩包“%s”", e.Name), "将其中的文件直接放入案卷包")
			case limit > 0 && e.Size > limit:
				p.Whole(patent.Whole, fmt.Sprintf("文件“%s”有%dMB，超过%dMB的上限", e.Name, e.Size>>20, limit>>20), "降低图片分辨率或者拆分文件")
			}
		}
	})
}
