from biaogan.quality.complaints import urls as complaints
from biaogan.quality.feedback import urls as feedback
from biaogan.quality.findings import urls as findings
from biaogan.quality.improvements import urls as improvements
from biaogan.quality.inspections import urls as inspections
from biaogan.quality.integrity import urls as integrity
from biaogan.quality.photos import urls as photos
from biaogan.quality.shops import urls as shops
from biaogan.quality.standards import urls as standards
from biaogan.quality.surprises import urls as surprises
from biaogan.quality.video import urls as video
from biaogan.quality.witnesses import urls as witnesses

app_name = "quality"
PARTS = (
    witnesses, standards, inspections, shops, feedback, complaints, video, findings, improvements,
    integrity, surprises, photos,
)  # fmt: skip
urlpatterns = [one for part in PARTS for one in part.urlpatterns]
