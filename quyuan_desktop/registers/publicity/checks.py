"""Cross-checks (勾稽) of publicity: forms and kinds sum to the whole, reach is counted and estimated, learning is part of duty."""

from quyuan_desktop.registers.measures import Check, at_least, divided
from quyuan_desktop.registers.publicity.terms import PlaceKind, Population, PromoForm, Rank

CHECKS = (
    divided("promo.form", "各形式之和等于活动场次", PromoForm, "promo.count"),
    Check(
        code="promo.reaches",
        words="点数的与估计的之和等于受众",
        left=("promo.reach.counted", "promo.reach.estimated"),
        right=("promo.reach",),
    ),
    at_least("promo.proofs", "活动场次不少于有照片的活动", "promo.count", "promo.proved"),
    at_least("promo.enforcers", "参与单位不少于其中执法单位", "promo.orgs", "promo.orgs.enforcing"),
    at_least("promo.talks", "法治讲座合计不少于形式为讲座的活动", "promo.lectures", "promo.form.lecture"),
    at_least("exam.study", "应学不少于已学", "exam.due", "exam.studied"),
    at_least("exam.sitting", "应考不少于实考", "exam.called", "exam.sat"),
    at_least("exam.passing", "实考不少于合格", "exam.sat", "exam.passed"),
    divided("exam.population", "各对象实考之和等于实考人次", Population, "exam.sat"),
    divided("modelvillage.rank", "各级示范村之和等于示范村", Rank, "modelvillage.count"),
    divided("culture.kind", "各类法治文化阵地之和等于法治文化阵地", PlaceKind, "culture.count"),
)
