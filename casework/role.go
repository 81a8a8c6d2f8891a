package casework

import (
	"zhibao/internal/access"
	"zhibao/internal/fault"
)

// Role is what an actor may act as. The code is stored; the title is shown.
type Role string

// The roles of the system, from the applicants' side to the state's.
const (
	Visitor    Role = "visitor"  // 社会公众, not signed in
	Entity     Role = "entity"   // 申请主体
	AgencyRole Role = "agency"   // 专利代理机构
	Clerk      Role = "clerk"    // 受理员
	Examiner   Role = "examiner" // 预审员
	Reviewer   Role = "reviewer" // 复核员、质检员
	Marker     Role = "marker"   // 报送员
	Head       Role = "head"     // 业务负责人
	Director   Role = "director" // 中心主任
	Enforcer   Role = "enforcer" // 执法人员
	Expert     Role = "expert"   // 合议与咨询专家
	Operator   Role = "operator" // 热线话务员
	Mediator   Role = "mediator" // 调解员
	Platform   Role = "platform" // 电商平台
	Court      Role = "court"    // 法院
	ProvRole   Role = "province" // 省知识产权局
	NationRole Role = "nation"   // 国家知识产权局
	SysAdmin   Role = "sysadmin" // 系统管理员
	SecAdmin   Role = "secadmin" // 安全管理员
	Auditor    Role = "auditor"  // 审计员
	System     Role = "system"   // the clock and the adapters; nobody can sign in as it
)

// A RoleInfo describes a role.
type RoleInfo struct {
	Role           Role
	Title, English string
	Staff          bool // works in the center
	Admin          bool // one of the three separated administrators
}

// Words returns the title for a message.
func (r RoleInfo) Words() fault.Pair { return fault.Pair{r.Title, r.English} }

// Roles lists all roles that can be granted to an account, in the order of the matrix.
func Roles() []RoleInfo {
	return []RoleInfo{
		{Entity, "申请主体", "Applicant", false, false},
		{AgencyRole, "专利代理机构", "Agency", false, false},
		{Clerk, "受理员", "Intake clerk", true, false},
		{Examiner, "预审员", "Pre-examiner", true, false},
		{Reviewer, "复核员", "Second reader", true, false},
		{Marker, "报送员", "Marker", true, false},
		{Head, "业务负责人", "Head of section", true, false},
		{Director, "中心主任", "Director", true, false},
		{Enforcer, "执法人员", "Enforcement officer", true, false},
		{Expert, "专家", "Expert", false, false},
		{Operator, "热线话务员", "Hotline operator", true, false},
		{Mediator, "调解员", "Mediator", false, false},
		{Platform, "电商平台", "E-commerce platform", false, false},
		{Court, "法院", "Court", false, false},
		{ProvRole, "省知识产权局", "Provincial office", false, false},
		{NationRole, "国家知识产权局", "National office", false, false},
		{SysAdmin, "系统管理员", "System administrator", false, true},
		{SecAdmin, "安全管理员", "Security administrator", false, true},
		{Auditor, "审计员", "Auditor", false, true},
	}
}

// Info returns the description of the role.
func (r Role) Info() RoleInfo {
	for _, i := range Roles() {
		if i.Role == r {
			return i
		}
	}
	switch r {
	case System:
		return RoleInfo{System, "系统", "System", false, false}
	default:
		return RoleInfo{r, "社会公众", "Public", false, false}
	}
}

// An Actor is who acts: a signed-in account, an API key of one, or the system itself.
type Actor struct {
	access.Subject
	Name    string // as papers and the timeline show it
	StaffNo string
	Session string // digest of the session, for the record
	IP      string
	Via     string // "web", "api", "cli", "system"
}

// Is reports whether the actor has the role.
func (a Actor) Is(r Role) bool {
	for _, x := range a.Roles {
		if x == string(r) {
			return true
		}
	}
	return false
}

// Robot returns the actor that stands for the clock and the adapters of a center.
func Robot(center int64) Actor {
	return Actor{Subject: access.Subject{Center: center, Roles: []string{string(System)}}, Name: "系统", Via: "system"}
}
