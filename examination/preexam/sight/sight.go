// Package sight (本机文字识别的启用) says whether the words in the pictures of a center's cases are read.
// That is off until the center turns it on, and it needs an engine that the operator has installed on this
// machine; nothing leaves the machine either way.
package sight

import (
	"context"

	"zhibao/casework"
	"zhibao/casework/setting"
	"zhibao/internal/store"
	"zhibao/law/rule"
	"zhibao/patent"
	"zhibao/patent/reader"
	"zhibao/patent/reader/figure"
)

// Key names the setting.
const Key = "preexam.words_in_pictures"

// Setting declares the choice of the center. What the operator has installed stands in its help, which
// state and stateEN say.
func Setting(state, stateEN string) setting.Def {
	return setting.Def{Key: Key, Title: "识别附图和视图中的文字", English: "Read the words in drawings and views", Type: setting.Bool,
		Default: map[string]string{"": "false"}, Sure: rule.Ours, Level: rule.Center, Group: "preexam",
		Basis:  []rule.Cite{{Text: "本中心规定", Article: "附图文字的识别", Sure: rule.Ours}},
		Help:   state + "。识别只在本机进行，图片和识别出的文字不发给任何第三方，不写入日志；结果只用于提示，可能有误",
		HelpEN: stateEN + ". Pictures are read on this machine alone: neither they nor their words are sent to anybody or logged; what is read is a hint and may be wrong"}
}

// Options returns how the papers of a case are read: with eyes where the center wants them and there are
// some.
func Options(ctx context.Context, o *casework.Office, center int64, eyes figure.Eyes, kind string) (opt reader.Options, err error) {
	opt.Kind = patent.Kind(kind)
	if eyes == nil {
		return opt, nil
	}
	err = o.DB.Read(ctx, func(tx *store.Tx) error {
		on, err := o.Settings.Bool(ctx, tx, setting.Query{Center: center, Key: Key, On: o.Today()})
		if on {
			opt.Eyes = eyes
		}
		return err
	})
	return opt, err
}
