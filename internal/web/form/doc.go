// Package form makes forms (表单) out of typed inputs. The tags of a Go struct are the one
// source of label, help, rule, confidentiality and widget; from them come the HTML form,
// the validation, the error messages in both languages and the JSON schema of the API.
//
//	type Accept struct {
//		Note string   `json:"note" label:"受理意见" en:"Remark" widget:"textarea" max:"500" required:"true"`
//		Kind string   `json:"kind" label:"类型" en:"Kind" options:"invention=发明=Invention,design=外观设计=Design"`
//		When string   `json:"when" label:"受理日期" en:"Date" widget:"date"`
//		Who  []Party  `json:"who" label:"当事人" en:"Parties" max:"20"`
//		Docs []File   `json:"docs" label:"材料" en:"Files" accept:".pdf,.docx" size:"20M"`
//	}
//
// Types: string, signed integers, float64, bool, []string (check boxes), File, []File, a
// slice of structs (rows that are added and removed, also without scripts), and any type
// with UnmarshalText and MarshalText. An embedded struct is flattened.
//
// Tags: json (name of the field), label and en, help and helpen, section (a heading before
// the field, "中文=English"), widget, max and min (characters of a text, value of a number,
// count of rows, files or check boxes), required, secret, options, rule, accept and size
// (of files), autocomplete. options is "value=中文=English,…", "中文=English" where the Chinese
// word is also the value, or "*" where they are given for each request by Form.Options.
//
// Every input is bounded: a text without max has 200 characters, a textarea 5000.
package form
